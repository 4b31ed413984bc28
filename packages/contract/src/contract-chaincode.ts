import {
    type Chaincode,
    type ChaincodeResponse,
    type ChaincodeStub,
    type Compat,
    createLogger,
    type FoundWarning,
    type Logger,
    type TransactionName,
    type WarningCode,
} from '@heddle/core';
import { nameTransaction, refuseSecondEvent, toError, warn, Warnings } from '@heddle/core/internal';
import type { ContractPlan, TransactionPlan } from './calls/contract-plan';
import { failureResponse, publicFailure } from './calls/failure-response';
import { runTransaction } from './calls/run-transaction';
import type { ServedContract } from './calls/served-contract';
import { ClassicCalls, classicCalls } from './compat/classic-calls';
import { compileContracts, type ContractSources } from './compile/compile-contracts';
import { SYSTEM_CONTRACT } from './compile/system-contract';
import { bindContext, type Context, type ContextBinding } from './context/context';
import { ContextLogger } from './context/context-logger';
import { ContractError } from './failures/contract-error';
import { quote } from './failures/failures';
import type { MetadataDocument } from './metadata/metadata-document';
import { writeResult } from './results/result-writer';

/** How contracts are served. */
export interface ContractChaincodeOptions extends ContractSources {
    /** Default: JSON lines on standard error, from `info`. */
    readonly logger?: Logger;
    /**
     * Whether clients read the message of any error that a contract throws, as with fabric-contract-api. Default false:
     * only ContractError and ChaincodeError are for them, and others stay in the log.
     */
    readonly exposeErrors?: boolean;
    /** Whether writes of evaluated transactions are only warned of, for contracts that are being migrated. Default false. */
    readonly lenientReadonly?: boolean;
    /**
     * What becomes of a transaction's second `setEvent`, of which Fabric keeps one. Default `refuse`: EVENT_ALREADY_SET;
     * `replace`: the last one counts, as with fabric-contract-api, and the log warns of what is lost.
     */
    readonly secondEvent?: 'refuse' | 'replace';
    /**
     * What of fabric-shim's ways the contracts may follow, each for itself. Default: nothing; everything for contracts of
     * fabric-contract-api's form.
     */
    readonly compat?: Compat;
    /** Codes of warnings about the contracts that are not told when it is made. Default: none. */
    readonly silencedWarnings?: readonly WarningCode[];
    /** Whether the log may show arguments: at level `debug`, why they were refused. Default false. */
    readonly logArguments?: boolean;
}

interface Route {
    readonly plan: ContractPlan;
    /** Undefined for a name that the contract does not have. */
    readonly transaction: TransactionPlan | undefined;
}

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
    readonly #served: readonly ServedContract[];
    /** Of this package's own contracts. */
    readonly #plans: readonly ContractPlan[];
    readonly #routes: ReadonlyMap<string, Route>;
    readonly #marksWorkers: boolean;
    readonly #logger: Logger;
    readonly #options: ContractChaincodeOptions;
    readonly #evaluatedWrites: Compat['evaluatedWrites'];
    readonly #secondEvent: Compat['secondEvent'];

    constructor(options: ContractChaincodeOptions) {
        this.#options = options;
        this.#evaluatedWrites = options.lenientReadonly === true ? 'allow' : options.compat?.evaluatedWrites;
        this.#secondEvent = options.secondEvent ?? options.compat?.secondEvent;
        this.#logger = options.logger ?? createLogger();
        const classic = classicCalls(options, this.#logger);
        const compiled = classic ?? compileContracts(options);
        this.warnings = classic?.warnings ?? [];
        this.#tell(compiled.warnings);
        this.metadata = compiled.metadata;
        this.#served = compiled.plans;
        this.#plans = compiled instanceof ClassicCalls ? [] : compiled.plans;
        this.#routes = routesOf(this.#plans);
        this.#marksWorkers = Array.from(this.#routes.values()).some(({ transaction }) => transaction?.inWorker);
        this.compat = classic?.compat ?? options.compat;
        if (classic !== undefined) this.#callAs(classic);
    }

    #tell(found: readonly (FoundWarning | string)[]): void {
        const { silencedWarnings } = this.#options;
        const warnings = new Warnings({ logger: this.#logger, silencedWarnings });
        for (const warning of found) {
            if (typeof warning === 'string') this.#logger.warn({}, warning);
            else warnings.note(warning);
        }
    }

    /** Chosen once: contracts of fabric-contract-api's form are called in their own way. */
    #callAs({ invoke, runsInWorker }: ClassicCalls): void {
        this.Init = invoke;
        this.Invoke = invoke;
        this.runsInWorker = runsInWorker;
    }

    /** What is served, the system contract last. */
    get contracts(): readonly ServedContract[] {
        return this.#served;
    }

    /**
     * Tells whether a transaction, by the first argument of its call, runs in a worker thread: each one does, or only
     * those marked with @InWorker if there are any. Calls of functions that no contract has never do.
     */
    runsInWorker(name: string): boolean {
        const route = this.#routes.get(name);
        if (route === undefined || route.plan.name === SYSTEM_CONTRACT) return false;
        return this.#marksWorkers ? route.transaction?.inWorker === true : true;
    }

    /** As Invoke; without any argument it succeeds and does nothing, as in fabric-contract-api. */
    async Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return stub.getBufferArgs().length === 0 ? { status: 200 } : await this.Invoke(stub);
    }

    /** Runs the transaction that the first argument names, `function` or `contract:function`. Never rejects. */
    async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        let name: TransactionName | undefined;
        try {
            const route = this.#routeOf(stub.getBufferArgs()[0]);
            name = transactionName(route);
            nameTransaction(stub, name);
            if (this.#secondEvent !== 'replace') refuseSecondEvent(stub);
            return await this.#run(route, stub);
        } catch (error) {
            return this.#failed(error, stub, name);
        }
    }

    #routeOf(name: Buffer | undefined): Route {
        if (name === undefined)
            throw new ContractError('MISSING_FUNCTION', 'the call has no arguments: the first one names the function');
        const text = name.toString();
        return this.#routes.get(text) ?? this.#unknown(text);
    }

    #unknown(name: string): Route {
        const colon = name.indexOf(':');
        const contract = colon === -1 ? undefined : name.slice(0, colon);
        const plan = this.#plans.find((known) => (contract === undefined ? known.isDefault : known.name === contract));
        if (plan !== undefined) return { plan, transaction: undefined };
        const names = this.#plans
            .map((known) => known.name)
            .filter((known) => known !== SYSTEM_CONTRACT)
            .join(', ');
        throw new ContractError('UNKNOWN_CONTRACT', `there is no contract ${quote(contract)}; there are ${names}`, {
            status: 404,
        });
    }

    async #run({ plan, transaction }: Route, stub: ChaincodeStub): Promise<ChaincodeResponse> {
        const ctx = plan.contract.createContext();
        try {
            bindContext(ctx, this.#bindingOf(plan, transaction, stub));
            return await (transaction === undefined
                ? answerUnknown(plan, ctx)
                : runTransaction(plan, transaction, ctx));
        } catch (error) {
            if (!plan.hooks.onError) throw error;
            // What the hook throws counts as well.
            throw (await plan.contract.onError(ctx, error)) ?? error;
        }
    }

    #bindingOf(plan: ContractPlan, transaction: TransactionPlan | undefined, stub: ChaincodeStub): ContextBinding {
        const logger = new ContextLogger(this.#logger, stub, plan.name, transactionName({ plan, transaction }));
        if (transaction?.info.kind !== 'evaluate') return { stub, logger };
        if (this.#evaluatedWrites !== 'allow') return { stub: stub.asReadOnly(), logger };
        const told = (what: string): void => {
            warn(stub, 'WRITE_IN_EVALUATED', { what });
        };
        return { stub: stub.asReadOnly(told), logger };
    }

    #failed(thrown: unknown, stub: ChaincodeStub, name: TransactionName | undefined): ChaincodeResponse {
        const txId = stub.getTxID();
        const failure = publicFailure(thrown, txId, this.#options.exposeErrors ?? false);
        const about = {
            channelId: stub.getChannelID(),
            txId,
            contract: name?.contract,
            function: name?.name,
            code: failure.code,
            status: failure.status,
        };
        const quotes = failure.code === 'VALIDATION_FAILED' && this.#options.logArguments !== true;
        if (quotes) this.#logger.debug(about, 'the arguments of a transaction were refused');
        else if (failure.status < 500) this.#logger.debug({ ...about, details: failure.details }, failure.message);
        else this.#logger.error({ ...about, err: toError(thrown) }, 'a transaction failed');
        return failureResponse(failure);
    }
}

/** The names come from the plans, and so a client cannot make metrics of names that it makes up. */
function transactionName({ plan, transaction }: Route): TransactionName {
    return transaction?.info ?? { contract: plan.name };
}

async function answerUnknown(plan: ContractPlan, ctx: Context): Promise<ChaincodeResponse> {
    return { status: 200, payload: writeResult(await plan.contract.unknownTransaction(ctx)) };
}

function routesOf(plans: readonly ContractPlan[]): Map<string, Route> {
    const routes = plans.flatMap((plan) =>
        Array.from(plan.transactions, ([name, transaction]): [string, Route] => [name, { plan, transaction }]),
    );
    return new Map([
        ...routes.map(([name, route]): [string, Route] => [`${route.plan.name}:${name}`, route]),
        ...routes.filter(([, { plan }]) => plan.isDefault),
    ]);
}
