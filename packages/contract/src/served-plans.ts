import type { ChaincodeResponse, ChaincodeStub, Compat, Logger, TransactionName } from '@heddle/core';
import { deferWrites, nameTransaction, noteFailureCode, refuseSecondEvent, toError, warn } from '@heddle/core/internal';
import type { ContractPlan, TransactionPlan } from './calls/contract-plan';
import { failureResponse, publicFailure } from './calls/failure-response';
import { runTransaction } from './calls/run-transaction';
import { compileUnknown } from './compile/compile-unknown';
import { SYSTEM_CONTRACT } from './compile/system-contract';
import { bindContext, type Context, type ContextBinding, sendState } from './context/context';
import { ContextLogger } from './context/context-logger';
import type { ContractChaincodeOptions } from './contract-chaincode-options';
import { ContractError } from './failures/contract-error';
import { quote } from './failures/failures';
import { kindOf } from './failures/typed-failure';
import { writeResult } from './results/result-writer';

/** An invariant that does not hold, and what it says of that. */
export interface BrokenInvariant {
    /** `Class.method`. */
    readonly name: string;
    readonly error: Error;
}

interface Route {
    readonly plan: ContractPlan;
    /** Undefined for a name that the contract does not have. */
    readonly transaction: TransactionPlan | undefined;
}

/** Finds the plan of each call and runs it. */
export class ServedPlans {
    /** The system contract last. */
    readonly plans: readonly ContractPlan[];
    readonly #routes: ReadonlyMap<string, Route>;
    readonly #marksWorkers: boolean;
    readonly #logger: Logger;
    readonly #options: ContractChaincodeOptions;
    readonly #evaluatedWrites: Compat['evaluatedWrites'];
    readonly #secondEvent: Compat['secondEvent'];

    constructor(plans: readonly ContractPlan[], logger: Logger, options: ContractChaincodeOptions) {
        this.plans = plans;
        this.#routes = routesOf(plans);
        this.#marksWorkers = Array.from(this.#routes.values()).some(({ transaction }) => transaction?.inWorker);
        this.#logger = logger;
        this.#options = options;
        this.#evaluatedWrites = options.lenientReadonly === true ? 'allow' : options.compat?.evaluatedWrites;
        this.#secondEvent = options.secondEvent ?? options.compat?.secondEvent;
    }

    runsInWorker(name: string): boolean {
        const route = this.#routes.get(name);
        if (route === undefined || route.plan.name === SYSTEM_CONTRACT) return false;
        return this.#marksWorkers ? route.transaction?.inWorker === true : true;
    }

    nameOf(name: string): TransactionName | undefined {
        return this.#routes.get(name)?.transaction?.info;
    }

    /** The same plans, for new instances of these classes. */
    renewed(classes: ReadonlySet<unknown>): ServedPlans {
        const plans = this.plans.map((plan) => (classes.has(plan.contract.constructor) ? renewedPlan(plan) : plan));
        return new ServedPlans(plans, this.#logger, this.#options);
    }

    /** As `invoke`; without any argument it succeeds and does nothing. */
    async init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return stub.getBufferArgs().length === 0 ? { status: 200 } : await this.invoke(stub);
    }

    /** Never rejects. */
    async invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
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

    /** Asks each invariant, on a stub that refuses writes; those that are broken. */
    async checkInvariants(stub: ChaincodeStub): Promise<BrokenInvariant[]> {
        const broken: BrokenInvariant[] = [];
        const all = this.plans.flatMap((plan) => plan.invariants.map((name) => ({ plan, name })));
        for (const { plan, name } of all) {
            const error = await this.#violationOf(plan, name, stub);
            if (error !== undefined) broken.push({ name: `${plan.contract.constructor.name}.${name}`, error });
        }
        return broken;
    }

    async #violationOf(plan: ContractPlan, name: string, stub: ChaincodeStub): Promise<Error | undefined> {
        const { contract, declared } = plan;
        const ctx = contract.createContext();
        const logger = new ContextLogger(this.#logger, stub, plan.name, { contract: plan.name, name });
        bindContext(ctx, { stub: stub.asReadOnly(), logger, declared });
        try {
            // The decorator stands on methods alone.
            const answer = await (Reflect.get(contract, name) as (ctx: Context) => unknown).call(contract, ctx);
            // Written as a condition, it would hold whatever the ledger has.
            return answer === false ? new Error(`${name} answers false`) : undefined;
        } catch (error) {
            return toError(error);
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
        const plan = this.plans.find((known) => (contract === undefined ? known.isDefault : known.name === contract));
        if (plan !== undefined) return { plan, transaction: undefined };
        const names = this.plans
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
            const planned = transaction ?? plan.unknownTransaction;
            bindContext(ctx, this.#bindingOf({ plan, transaction }, planned, stub));
            const response = await (planned === undefined
                ? answerUnknown(plan, ctx)
                : runTransaction(plan, planned, ctx));
            const sent = sendState(ctx);
            if (sent !== undefined) await sent;
            return response;
        } catch (error) {
            this.#warnOfUndeclared(error, plan, ctx);
            if (!plan.hooks.onError) throw error;
            // What the hook throws counts as well.
            throw (await plan.contract.onError(ctx, error)) ?? error;
        }
    }

    /** Clients get it all the same: their failure matters more than our list. */
    #warnOfUndeclared(error: unknown, { declared }: ContractPlan, ctx: Context): void {
        const kind = kindOf(error);
        if (kind === undefined || declared.failures.has(kind.code)) return;
        const remedy = `list it in @Declares of ${declared.contract}, so that its metadata tells clients of it`;
        ctx.logger.warn(
            { code: kind.code },
            `a transaction failed with ${kind.code}, which is not declared: ${remedy}`,
        );
    }

    #bindingOf(route: Route, planned: TransactionPlan | undefined, stub: ChaincodeStub): ContextBinding {
        const { name, declared } = route.plan;
        const logger = new ContextLogger(this.#logger, stub, name, transactionName(route));
        if (planned?.defersWrites === true) deferWrites(stub);
        if (planned?.info.kind !== 'evaluate') return { stub, logger, declared };
        if (this.#evaluatedWrites !== 'allow') return { stub: stub.asReadOnly(), logger, declared };
        const told = (what: string): void => {
            warn(stub, 'WRITE_IN_EVALUATED', { what });
        };
        return { stub: stub.asReadOnly(told), logger, declared };
    }

    #failed(thrown: unknown, stub: ChaincodeStub, name: TransactionName | undefined): ChaincodeResponse {
        const txId = stub.getTxID();
        const failure = publicFailure(thrown, txId, this.#options.exposeErrors ?? false);
        noteFailureCode(stub, failure.code);
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

/** Of a contract without an answer of its own: it says that there is no such transaction. */
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

function renewedPlan(plan: ContractPlan): ContractPlan {
    const contract = Reflect.construct(plan.contract.constructor, []) as ContractPlan['contract']; // of that class
    const transactions = Array.from(plan.transactions, ([name, transaction]): [string, TransactionPlan] => {
        const method = Reflect.get(contract, name) as (...args: unknown[]) => unknown; // as in the instance that was compiled
        return [name, { ...transaction, call: async (ctx, values) => await method.call(contract, ctx, ...values) }];
    });
    const marked = plan.transactions.get('unknownTransaction');
    const unknownTransaction = compileUnknown(contract, plan.unknownTransaction?.middleware ?? [], marked);
    return { ...plan, contract, transactions: new Map(transactions), unknownTransaction };
}
