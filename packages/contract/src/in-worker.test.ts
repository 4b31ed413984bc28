import { describe, expect, it } from '@jest/globals';
import { Contract, ContractChaincode, Default, InWorker, Transaction } from './index';

class Unmarked extends Contract {
    @Transaction()
    read(): Promise<void> {
        return Promise.resolve();
    }
}

@Default()
class PartlyMarked extends Contract {
    @Transaction()
    @InWorker()
    score(): Promise<void> {
        return Promise.resolve();
    }

    @Transaction()
    read(): Promise<void> {
        return Promise.resolve();
    }
}

@InWorker()
class Marked extends Contract {
    @Transaction()
    train(): Promise<void> {
        return Promise.resolve();
    }
}

class Derived extends Marked {
    @Transaction()
    check(): Promise<void> {
        return Promise.resolve();
    }
}

describe('@InWorker', () => {
    function inWorker(contracts: (new () => Contract)[], names: readonly string[]): string[] {
        const chaincode = new ContractChaincode({ contracts });
        return names.filter((name) => chaincode.runsInWorker(name));
    }

    it('marks a transaction, or all of a contract and of those that extend it', () => {
        const names = ['score', 'read', 'PartlyMarked:score', 'PartlyMarked:read', 'Derived:train', 'Derived:check'];
        expect(inWorker([PartlyMarked, Derived], names)).toEqual([
            'score',
            'PartlyMarked:score',
            'Derived:train',
            'Derived:check',
        ]);
    });

    it('lets all run in workers if none is marked, but for the system contract and unknown functions', () => {
        const names = ['Unmarked:read', 'Unmarked:write', 'org.hyperledger.fabric:GetMetadata', ''];
        expect(inWorker([Unmarked], names)).toEqual(['Unmarked:read']);
        expect(inWorker([Unmarked, Marked], names)).toEqual([]);
    });
});
