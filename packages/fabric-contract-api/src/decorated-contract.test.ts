import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { Context, Contract, Default, Info, Object as ObjectType, Param, Property, Returns, Transaction } from './index';
import { ServedContracts } from './testing/served-contracts';

@ObjectType()
class Owner {
    @Property() name!: string;
}

@ObjectType()
class Item {
    @Property() id!: string;
    @Property() size!: number;
    @Property() owner!: Owner;
    @Property('tags', 'string[]') tags!: string[];
    @Property() made!: Date;

    label(): string {
        return `${this.id} of ${this.size}`;
    }
}

@ObjectType()
class Gem extends Item {
    @Property() @Type(() => Owner) cutter!: Owner;
}

/** A class that nothing declares members of. */
@ObjectType()
class Loose {
    anything?: unknown;
}

class Other {
    member?: string;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A decorator that puts another function in the place of a method, whose source has neither names nor parameters. */
function Logged(_target: object, _key: string, descriptor: PropertyDescriptor): void {
    const method = descriptor.value as Method;
    descriptor.value = function (...args: unknown[]): unknown {
        return method.apply(this, args);
    };
}

@Default()
@Info({ title: 'Shop', version: '1.0.0' })
class Shop extends Contract {
    @Transaction(false)
    @Returns('string')
    kinds(_ctx: Context, text: string, count: number, open: boolean): string {
        return JSON.stringify([text, count, open]);
    }

    @Transaction()
    item(_ctx: Context, item: Item): object {
        return { label: item.label(), isItem: item instanceof Item, item };
    }

    @Transaction()
    gem(_ctx: Context, gem: Gem): object {
        return { isOwner: gem.cutter instanceof Owner, label: gem.label() };
    }

    @Transaction()
    loose(_ctx: Context, loose: Loose): Loose {
        return loose;
    }

    @Transaction()
    other(_ctx: Context, other: Other): unknown {
        return other;
    }

    @Transaction()
    @Param('names', 'string[]')
    @Param('items', 'Item[]')
    @Param('stock', 'Map<string, number>')
    many(_ctx: Context, names: string[], items: Item[], stock: Map<string, number>): unknown {
        return { names, isItem: items.every((item) => item instanceof Item), stock: [...stock] };
    }

    @Param('nothing', 'number')
    @Logged
    @Transaction()
    wrapped(_ctx: Context, id: string, size: number): unknown {
        return [id, size];
    }

    @Transaction()
    absent(_ctx: Context, id: string, color: string = 'blue'): string {
        return `${id} ${color}`;
    }

    notMarked(): string {
        return 'nothing that clients may call';
    }
}

const ITEM = { id: 'a1', size: 5, owner: { name: 'tom' }, tags: ['x'], made: '2026-01-01' };

async function evaluate(name: string, ...args: readonly string[]): Promise<{ status: number; said: string }> {
    await using served = await ServedContracts.start([Shop]);
    const { status, message, payload } = await served.evaluate(name, ...args);
    return { status, said: `${message}${payload}` };
}

describe('arguments of decorated transactions', () => {
    it.each([
        [['kinds', ' a ', '0x10', ' TRUE '], '[" a ",16,true]'],
        [['kinds', '', '', 'false'], '["",0,false]'],
        [['loose', '{"anything":{"goes":[1]}}'], '{"anything":{"goes":[1]}}'],
        [['other', '{"member":"m"}'], '{"member":"m"}'],
        [['other', 'no JSON'], 'no JSON'],
        [['item', '{"more":1,"id":"a1"}'], '{"label":"a1 of undefined","isItem":true,"item":{"id":"a1","more":1}}'],
        [['gem', '{"cutter":{"name":"tom"}}'], '{"isOwner":true,"label":"undefined of undefined"}'],
        [['wrapped', 'a1', '5'], '["a1",5]'],
        [['absent', 'a1'], 'a1 blue'],
        [['absent', 'a1', 'red'], 'a1 red'],
        [
            ['many', '["a","\\"b\\""]', JSON.stringify([ITEM]), '{"a":1}'],
            '{"names":["\\"a\\"","\\"\\\\\\"b\\\\\\"\\""],"isItem":true,"stock":[["a",1]]}',
        ],
    ])('%j is answered %s', async ([name = '', ...args], said) => {
        await expect(evaluate(name, ...args)).resolves.toEqual({ status: 200, said });
    });

    it.each([
        [['kinds', 'a', 'five', 'true'], 'fromBuffer could not convert data to number'],
        [['kinds', 'a', '5', 'yes'], 'fromBuffer could not convert data to boolean'],
        [['kinds', 'a'], 'Expected 3 parameters, but 1 have been supplied'],
        [['item', '{"size":"5"}'], 'Unable to validate parameter due to ["should be number"]'],
        [
            ['item', '{"owner":{"name":5},"id":1}'],
            'Unable to validate parameter due to ["should be string","should be string"]',
        ],
        [['item', '[]'], 'Unable to validate parameter due to ["should be object"]'],
        [['many', '["a"]', '[{"id":1}]', '{}'], 'Unable to validate parameter due to ["should be string"]'],
        [['many', '["a"]', '[]', '{"a":"1"}'], 'fromBuffer could not convert data to number'],
        [['absent'], 'Expected 2 parameters, but 0 have been supplied'],
        [['notMarked'], "You've asked to invoke a function that does not exist: notMarked"],
    ])('%j is refused with %s', async ([name = '', ...args], said) => {
        await expect(evaluate(name, ...args)).resolves.toEqual({ status: 500, said });
    });

    it('that are no JSON are refused in the words of JSON.parse', async () => {
        const { status, said } = await evaluate('item', '{id');
        expect(status).toBe(500);
        expect(said).toMatch(/^(Expected property name|Unexpected token)/);
    });
});

describe('what is warned of at the start', () => {
    it('names the class and the member whose type is not known', async () => {
        await using served = await ServedContracts.start([Shop]);
        expect(served.warnings).toContainEqual(
            expect.stringMatching(/^TYPE_UNKNOWN: .*\(a member of Item, of the type Date\)/),
        );
        expect(served.warnings).toContainEqual(
            expect.stringMatching(/^TYPE_UNKNOWN: .*\(Shop\.other\(other\) of the type Other\)/),
        );
    });
});

describe('contracts that share a base', () => {
    class Base extends Contract {
        @Transaction(false)
        shared(): string {
            return this.getName();
        }
    }
    class First extends Base {
        @Transaction()
        first(): string {
            return 'first';
        }
    }
    class Second extends Base {
        @Transaction()
        second(): string {
            return 'second';
        }
    }

    it('have its transactions, and nothing of each other', async () => {
        await using served = await ServedContracts.start([First, Second]);
        await expect(served.evaluate('First:shared')).resolves.toMatchObject({ payload: 'First' });
        await expect(served.evaluate('Second:shared')).resolves.toMatchObject({ payload: 'Second' });
        await expect(served.evaluate('Second:second')).resolves.toMatchObject({ payload: 'second' });
        await expect(served.evaluate('Second:first')).resolves.toMatchObject({
            status: 500,
            message: "You've asked to invoke a function that does not exist: Second:first",
        });
    });
});

describe('a transaction that is only evaluated', () => {
    class Writer extends Contract {
        @Transaction(false)
        async write(ctx: Context): Promise<string> {
            await (ctx.stub as { putState(key: string, value: Buffer): Promise<void> }).putState('a', Buffer.from('1'));
            return 'written';
        }
    }

    it('may write, which is warned of once', async () => {
        await using served = await ServedContracts.start([Writer]);
        await expect(served.submit('write')).resolves.toMatchObject({ status: 200, payload: 'written' });
        await served.submit('write');
        const about = served.warnings.filter((line) => line.startsWith('WRITE_IN_EVALUATED in Writer:write'));
        expect(about).toEqual([expect.stringContaining('putState')]);
    });

    it('may not, where that is what compat says', async () => {
        await using served = await ServedContracts.start([Writer], { compat: { evaluatedWrites: 'refuse' } });
        await expect(served.submit('write')).resolves.toMatchObject({
            status: 500,
            message: expect.stringMatching(
                /^putState in a transaction that is declared to be evaluated only/,
            ) as unknown,
        });
    });
});

describe('decorators that are called by the TC39 standard', () => {
    it('say what to set in the compiler', () => {
        const context = { kind: 'method', name: 'read' };
        const decorate = Transaction() as unknown as (value: object, context: object) => void; // as a compiler calls it
        expect(() => {
            decorate(() => undefined, context);
        }).toThrow(/@Transaction is called as a standard \(TC39\) decorator.*experimentalDecorators/s);
    });
});

describe('a parameter of which the compiler says Object', () => {
    const decorate = (given: boolean): void => {
        class Vague extends Contract {
            async read(_ctx: Context, _any: unknown): Promise<void> {
                // Only its parameters matter.
            }
        }
        Reflect.defineMetadata('design:paramtypes', [Context, Object], Vague.prototype, 'read');
        if (given) Param('_any', 'string')(Vague.prototype, 'read');
        Transaction()(Vague.prototype, 'read');
    };

    it('is refused where it is decorated, unless @Param says what it is', () => {
        expect(() => {
            decorate(false);
        }).toThrow('Type not properly specified for parameter _any, can not process pure Object types');
        expect(() => {
            decorate(true);
        }).not.toThrow();
    });
});
