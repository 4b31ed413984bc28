import { describe, expect, it } from '@jest/globals';
import { findExported } from './exported-chaincode';

class Ledger {
    Init(): string {
        return 'init';
    }
    Invoke(): string {
        return 'invoke';
    }
}

/** A class of another kind. */
class Plain {
    readonly count = 1;
}

/** Marked as @heddle/contract marks its Contract. */
class Contract extends Plain {}
Object.defineProperty(Contract.prototype, Symbol.for('heddle.Contract'), { value: true });

class Cars extends Contract {}
class Boats extends Contract {}
const cars = new Cars();

/** Its transactions have these names. */
class Both extends Contract {
    Init(): string {
        return 'init';
    }
    Invoke(): string {
        return 'invoke';
    }
}

/** As fabric-contract-api marks its contracts. */
const ForeignContract = Object.assign(class Foreign extends Plain {}, { _isContract: (): boolean => true });

const chaincode = new Ledger();

describe('what a module exports', () => {
    it.each<[string, object, unknown[]]>([
        ['named exports', { Cars, Boats, Contract, other: 1 }, [Cars, Boats]],
        ['a default export', { default: Cars }, [Cars]],
        ['one class by name and by default', { Cars, default: Cars }, [Cars]],
        ['a class that is a chaincode as well', { Both }, [Both]],
        ['an array of contracts', { contracts: [Boats], Cars, Boats }, [Boats]],
        ['an array of whatever, which is checked when it is compiled', { contracts: [1, null] }, [1, null]],
        ['an instance', { cars }, [cars]],
        ['a default export that holds the array', { default: { contracts: [Cars, Boats] } }, [Cars, Boats]],
        ['the named exports of a CommonJS module', { default: { Cars, Boats }, Cars, Boats }, [Cars, Boats]],
        ['the default of a compiled ES module', { default: { __esModule: true, default: Cars } }, [Cars]],
        [
            'contracts, one of them of the transactions Init and Invoke',
            { A: class extends Cars {} },
            [expect.anything()],
        ],
    ])('is contracts: %s', (_what, namespace, contracts) => {
        expect(findExported(namespace, 'main.js')).toEqual({ kind: 'contracts', contracts });
    });

    it.each([
        ['an object by name', { chaincode }, 'chaincode', chaincode],
        ['a class by name', { Ledger }, 'Ledger', Ledger],
        ['a default export', { default: chaincode }, 'default', chaincode],
        ['the value of a CommonJS module', { default: Ledger }, 'default', Ledger],
        ['an export of a CommonJS module', { default: { chaincode } }, 'chaincode', chaincode],
    ])('is a chaincode: %s', (_what, namespace, name, value) => {
        expect(findExported(namespace, 'main.js')).toEqual({ kind: 'chaincode', name, chaincode: value });
    });

    it('is contracts with serializers', () => {
        const serializers = { transaction: 'own', serializers: {} };
        expect(findExported({ Cars, default: { Cars, serializers } }, 'main.js')).toEqual({
            kind: 'contracts',
            contracts: [Cars],
            serializers,
        });
    });

    it('is looked into once, even where it holds itself', () => {
        const exports: Record<string, unknown> = { Cars };
        exports['default'] = exports;
        expect(findExported({ default: exports }, 'main.js')).toEqual({ kind: 'contracts', contracts: [Cars] });
    });

    it.each<[object, RegExp]>([
        [{}, /^main.js exports no contract: export a class that extends Contract, an array/],
        [{ default: null, text: 'a', number: 1 }, /^main.js exports no contract: /],
        [{ Plain }, /^main.js exports no contract: /],
        [
            { ForeignContract },
            /^main.js exports no contract: ForeignContract extends Contract of another package, let it/,
        ],
        [{ Cars, serializers: {} }, /^serializers, exported by main.js, cannot be used: write { transaction: name/],
        [{ chaincode, Cars }, /^main.js exports the chaincode chaincode and Cars besides, but a process serves one: /],
        [
            { chaincode, Ledger },
            /^main.js exports the chaincode chaincode and Ledger besides, but a process serves one: /,
        ],
    ])('is refused: %j', (namespace, message) => {
        expect(() => findExported(namespace, 'main.js')).toThrow(message);
    });
});
