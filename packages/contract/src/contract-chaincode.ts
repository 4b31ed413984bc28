import {
    type Chaincode,
    type ChaincodeResponse,
    type ChaincodeStub,
    type Compat,
    createLogger,
    type FoundWarning,
    type TransactionName,
} from '@heddle/core';
import { guardedLogger, NAME_OF, showNameOnly, Warnings } from '@heddle/core/internal';
import type { ContractPlan } from './calls/contract-plan';
import type { ServedContract } from './calls/served-contract';
import { classicCalls } from './compat/classic-calls';
import { compileContracts } from './compile/compile-contracts';
import type { ContractChaincodeOptions } from './contract-chaincode-options';
import type { MetadataDocument } from './metadata/metadata-document';
import { RENEWED } from './renewed-chaincode';
import { type BrokenInvariant, ServedPlans } from './served-plans';

// A symbol and not private fields: methods work where the chaincode is behind a Proxy, or the prototype of another object.
const SERVED = Symbol('heddle.ContractChaincode.served');
const SOURCES = Symbol('heddle.ContractChaincode.sources');

/** What calls the contracts: in the way of this package, or of fabric-contract-api. */
interface Served {
    /** The system contract last. */
    readonly plans: readonly ServedContract[];
    runsInWorker(name: string): boolean;
    /** What a transaction is called, by the first argument of its call. */
    nameOf(name: string): TransactionName | undefined;
    init(stub: ChaincodeStub): Promise<ChaincodeResponse>;
    invoke(stub: ChaincodeStub): Promise<ChaincodeResponse>;
    /** Undefined for contracts of fabric-contract-api's form, which have none. */
    checkInvariants?(stub: ChaincodeStub): Promise<BrokenInvariant[]>;
    /** The same, with other instances of these classes. */
    renewed(classes: ReadonlySet<unknown>): Calls;
}

type Calls = Pick<Served, 'init' | 'invoke'>;

export type { BrokenInvariant };

// Symbol.for, since the asking code may have another copy of this package.
const CHECK_INVARIANTS = Symbol.for('heddle.ContractChaincode.checkInvariants');

/**
 * Serves contracts as one chaincode. Everything is compiled when it is made; a call only looks its plan up.
 * @throws ContractDefinitionError with all mistakes of all contracts
 */
export class ContractChaincode implements Chaincode {
    /** Where it may do what Heddle refuses by default: contracts of fabric-contract-api's form may. */
    readonly compat: Compat | undefined;
    /** What was found when it was made, and that it is served with all the same. */
    readonly warnings: readonly FoundWarning[];
    /** What GetMetadata of the system contract answers. */
    readonly metadata: MetadataDocument;
    /** @internal */
    private readonly [SERVED]: Served;
    /** @internal */
    private readonly [SOURCES]: readonly unknown[];

    static {
        showNameOnly(ContractChaincode);
        const renewed = function (this: ContractChaincode): Chaincode {
            const { init, invoke } = bound(this[SERVED].renewed(new Set(this[SOURCES])));
            return { Init: init, Invoke: invoke };
        };
        // Defined here and not declared as a method: authors do not see it.
        Object.defineProperty(ContractChaincode.prototype, RENEWED, { value: renewed });
        const check = async function (this: ContractChaincode, stub: ChaincodeStub): Promise<BrokenInvariant[]> {
            return (await this[SERVED].checkInvariants?.(stub)) ?? [];
        };
        Object.defineProperty(ContractChaincode.prototype, CHECK_INVARIANTS, { value: check });
        const nameOf = function (this: ContractChaincode, name: string): TransactionName | undefined {
            return this[SERVED].nameOf(name);
        };
        Object.defineProperty(ContractChaincode.prototype, NAME_OF, { value: nameOf });
    }

    constructor(options: ContractChaincodeOptions) {
        const { silencedWarnings, compat } = options;
        const logger = guardedLogger(options.logger ?? createLogger());
        this[SOURCES] = options.contracts;
        const classic = classicCalls(options, logger);
        this.compat = classic?.compat ?? compat;
        this.warnings = classic?.warnings ?? [];
        const noted = new Warnings({ logger, silencedWarnings });
        for (const warning of this.warnings) noted.note(warning);
        if (classic !== undefined) {
            this.metadata = classic.metadata;
            this[SERVED] = classic;
            return;
        }
        const { plans, metadata, warnings } = compileContracts(options);
        for (const warning of warnings) logger.warn({}, warning);
        this.metadata = metadata;
        this[SERVED] = new ServedPlans(plans, logger, options);
    }

    /** What is served, the system contract last. */
    get contracts(): readonly ServedContract[] {
        return this[SERVED].plans;
    }

    /**
     * Tells whether a transaction, by the first argument of its call, runs in a worker thread: each one does, or only
     * those marked with `@InWorker` if there are any. Calls of functions that no contract has never do.
     */
    runsInWorker(name: string): boolean {
        return this[SERVED].runsInWorker(name);
    }

    /** As Invoke; without any argument it succeeds and does nothing, as in fabric-contract-api. */
    Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this[SERVED].init(stub);
    }

    /** Runs the transaction that the first argument names, `function` or `contract:function`. Never rejects. */
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this[SERVED].invoke(stub);
    }
}

/** The invariants of a chaincode's contracts, as `Class.method`. */
export function invariantsOf(chaincode: ContractChaincode): string[] {
    return chaincode.contracts.flatMap((served) => {
        const { invariants = [] } = served as Partial<ContractPlan>; // contracts are served by their plans
        return invariants.map((name) => `${served.contract.constructor.name}.${name}`);
    });
}

/** Asks the invariants of a chaincode's contracts, as no client can; those that are broken. */
export async function checkInvariants(chaincode: Chaincode, stub: ChaincodeStub): Promise<BrokenInvariant[]> {
    const check = (chaincode as { [CHECK_INVARIANTS]?(stub: ChaincodeStub): Promise<BrokenInvariant[]> })[
        CHECK_INVARIANTS
    ];
    return check === undefined ? [] : await check.call(chaincode, stub);
}

function bound(calls: Calls): Calls {
    return { init: (stub) => calls.init(stub), invoke: (stub) => calls.invoke(stub) };
}
