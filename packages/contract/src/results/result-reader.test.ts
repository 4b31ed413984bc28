import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString } from 'class-validator';
import { type Context, Contract, ContractChaincode, Evaluate, Returns } from '../index';
import type { ResultReader } from './result-reader';

class Item {
    @IsString() name!: string;
    @IsInt() count!: number;
}

class Items extends Contract {
    @Evaluate() @Returns([Item]) list(_ctx: Context): Item[] {
        return [];
    }
    @Evaluate() @Returns(Date) since(_ctx: Context): Date {
        return new Date(0);
    }
    @Evaluate() undeclared(_ctx: Context): string {
        return '';
    }
}

function readerOf(name: string): ResultReader | undefined {
    return new ContractChaincode({ contracts: [Items] }).contracts[0]?.transactions.get(name)?.readResult;
}

describe('the reader of results', () => {
    it('makes instances of what is declared', () => {
        const items = readerOf('list')?.(Buffer.from('[{"count":1,"name":"a"}]'));
        expect(items).toEqual([{ name: 'a', count: 1 }]);
        expect((items as unknown[])[0]).toBeInstanceOf(Item);
        expect(readerOf('since')?.(Buffer.from('2026-01-02T03:04:05.678Z'))).toEqual(
            new Date('2026-01-02T03:04:05.678Z'),
        );
    });

    it('refuses what is something else, with the path', () => {
        expect(() => readerOf('list')?.(Buffer.from('[{"name":"a"}]'))).toThrow('result[0].count is missing');
    });

    it('is missing where no type is declared', () => {
        expect(readerOf('undeclared')).toBeUndefined();
    });
});
