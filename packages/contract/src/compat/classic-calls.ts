import {
    ChaincodeError,
    type ChaincodeResponse,
    type ChaincodeStub,
    type Compat,
    error,
    type FoundWarning,
    type Logger,
    type TransactionName,
} from '@heddle/core';
import {
    nameTransaction,
    noteFailureCode,
    refuseSecondEvent,
    refuseWrite,
    toError,
    warn,
    watchWrites,
} from '@heddle/core/internal';
import type { ContractSources } from '../compile/compile-contracts';
import { SYSTEM_CONTRACT } from '../compile/system-contract';
import type { Context } from '../context/context';
import type { Middleware } from '../context/middleware';
import type { TransactionInfo } from '../evidence/transaction-info';
import type { MetadataDocument } from '../metadata/metadata-document';
import { type ClassicContext, layerOf } from './classic-contract';
import type { ClassicContractPlan, ClassicTransactionPlan } from './classic-plan';
import { compileClassic, type CompiledClassics } from './compile-classic';

/** Where a call goes. */
interface Route {
    readonly plan: ClassicContractPlan;
    /** Undefined for a name that the contract does not have. */
    readonly transaction: ClassicTransactionPlan | undefined;
    /** What the transaction is called in logs and metrics. */
    readonly name: TransactionName;
}

/** What fabric-contract-api answers, from Init and from Invoke, where no function is named. */
const NO_ARGUMENTS: ChaincodeResponse = { status: 200, payload: 'Default initiator successful.' };

/** Contract and function of a call's first argument: the first colon parts them. */
const NAME = /([^:]*)(?::|^)(.*)/;

/**
 * Calls contracts of fabric-contract-api's form, as fabric-shim does: arguments before hooks, every hook each time, and
 * status 500 with the bare message for whatever is thrown.
 */
export class ClassicCalls {
    readonly plans: readonly ClassicContractPlan[];
    readonly metadata: MetadataDocument;
    readonly warnings: readonly FoundWarning[];
    /** What these contracts may do: all that fabric-shim lets them do. */
    readonly compat: Compat;
    readonly #routes: ReadonlyMap<string, Route>;
    readonly #logger: Logger;

    constructor({ plans, metadata, warnings }: CompiledClassics, compat: Compat, logger: Logger) {
        this.compat = compat;
        this.plans = plans;
        this.metadata = metadata;
        this.warnings = warnings;
        this.#routes = routesOf(plans);
        this.#logger = logger;
    }

    /** Whether a call of this name is one that a worker thread may run. */
    runsInWorker(name: string): boolean {
        const route = this.#routes.get(name);
        return route !== undefined && route.plan.name !== SYSTEM_CONTRACT;
    }

    nameOf(name: string): TransactionName | undefined {
        return this.#routes.get(name)?.name;
    }

    /** The same plans, for new instances of these classes. */
    renewed(classes: ReadonlySet<unknown>): ClassicCalls {
        const plans = this.plans.map((plan) => (classes.has(plan.instance.constructor) ? renewedPlan(plan) : plan));
        return new ClassicCalls({ plans, metadata: this.metadata, warnings: [] }, this.compat, this.#logger);
    }

    /** As `invoke`: fabric-shim knows no difference. */
    init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.invoke(stub);
    }

    /** Runs the transaction that the first argument names. Never rejects. */
    async invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        const [named, ...args] = stub.getBufferArgs();
        if (named === undefined) return NO_ARGUMENTS;
        let name: TransactionName | undefined;
        try {
            const route = this.#routeOf(named.toString());
            ({ name } = route);
            nameTransaction(stub, name);
            if (this.compat.secondEvent !== 'replace') refuseSecondEvent(stub);
            if (route.transaction?.info.kind === 'evaluate') this.#watchWrites(stub);
            return await call(route, stub, args);
        } catch (thrown) {
            return this.#failed(thrown, stub, name);
        }
    }

    #watchWrites(stub: ChaincodeStub): void {
        const warnOf = (what: string): void => {
            warn(stub, 'WRITE_IN_EVALUATED', { what });
        };
        watchWrites(stub, this.compat.evaluatedWrites === 'allow' ? warnOf : refuseWrite);
    }

    #routeOf(text: string): Route {
        const known = this.#routes.get(text);
        if (known !== undefined) return known;
        const [, given = '', fn = ''] = NAME.exec(text) ?? [];
        const plan = this.plans.find(({ name, isDefault }) => (given.trim() === '' ? isDefault : name === given));
        if (plan === undefined) throw new Error(`Contract name is not known: ${given}`);
        // Such as `:fn`, which is the default contract's.
        const transaction = plan.transactions.get(fn);
        return { plan, transaction, name: transaction?.info ?? { contract: plan.name } };
    }

    #failed(thrown: unknown, stub: ChaincodeStub, name: TransactionName | undefined): ChaincodeResponse {
        const about = {
            channelId: stub.getChannelID(),
            txId: stub.getTxID(),
            contract: name?.contract,
            function: name?.name,
        };
        this.#logger.error({ ...about, err: toError(thrown) }, 'a transaction failed');
        if (ChaincodeError.is(thrown)) noteFailureCode(stub, thrown.code);
        return oneLine(error(messageOf(thrown) as Error)); // whatever it is, it is shown
    }
}

/** The calls of contracts of fabric-contract-api's form; undefined if there are only contracts of this package. */
export function classicCalls(
    sources: ContractSources & { readonly compat?: Compat },
    logger: Logger,
): ClassicCalls | undefined {
    const layer = sources.contracts.map(layerOf).find((found) => found !== undefined);
    return layer && new ClassicCalls(compileClassic(sources, layer), { ...layer.compat, ...sources.compat }, logger);
}

function routesOf(plans: readonly ClassicContractPlan[]): Map<string, Route> {
    const routes = plans.flatMap((plan) =>
        Array.from(plan.transactions.values(), (transaction): Route => ({ plan, transaction, name: transaction.info })),
    );
    return new Map([
        // A name with a colon in it would be taken apart.
        ...routes.filter(({ plan }) => plan.isDefault).map((route): [string, Route] => [route.name.name ?? '', route]),
        ...routes.map((route): [string, Route] => [`${route.plan.name}:${route.name.name ?? ''}`, route]),
    ]);
}

async function call(
    { plan, transaction }: Route,
    stub: ChaincodeStub,
    args: readonly Buffer[],
): Promise<ChaincodeResponse> {
    const { instance, middleware } = plan;
    const ctx = instance.createContext();
    ctx.setChaincodeStub(stub);
    ctx.setClientIdentity(plan.clientIdentity(stub));
    ctx.logging = plan.logging();
    if (transaction === undefined) {
        // Around it no hook runs, as in fabric-contract-api, which knows no middleware.
        const info = { contract: plan.name, name: 'unknownTransaction', kind: 'submit', parameters: [] } as const;
        await throughMiddleware(middleware, ctx, { info, answer: () => instance.unknownTransaction(ctx) });
        return { status: 200 };
    }
    const result =
        middleware.length === 0
            ? await run(plan, transaction, ctx, args)
            : await throughMiddleware(middleware, ctx, {
                  info: transaction.info,
                  answer: () => run(plan, transaction, ctx, args),
              });
    return { status: 200, payload: transaction.writeResult(result) };
}

async function run(
    { instance }: ClassicContractPlan,
    { info, readArguments }: ClassicTransactionPlan,
    ctx: ClassicContext,
    args: readonly Buffer[],
): Promise<unknown> {
    const parameters = readArguments(args);
    await instance.beforeTransaction(ctx);
    const result = await instance.aroundTransaction(ctx, info.name, parameters);
    await instance.afterTransaction(ctx, result);
    return result;
}

function throughMiddleware(
    [first, ...others]: readonly Middleware[],
    ctx: ClassicContext,
    called: { readonly info: TransactionInfo; readonly answer: () => Promise<unknown> },
): Promise<unknown> {
    if (first === undefined) return called.answer();
    const next = (): Promise<unknown> => throughMiddleware(others, ctx, called);
    const context = ctx as unknown as Context; // it has stub, clientIdentity and logging, which is what the classic form has
    return first(context, next, called.info);
}

/** As in fabric-contract-api, the message of whatever object has one; of everything else, all of it. */
function messageOf(thrown: unknown): unknown {
    if (typeof thrown !== 'object' || thrown === null) return thrown;
    try {
        const message: unknown = Reflect.get(thrown, 'message');
        return typeof message === 'string' && message !== '' ? message : thrown;
    } catch {
        return thrown; // a getter of it throws
    }
}

/** Line breaks would end the message early on its way to some clients. */
function oneLine(response: ChaincodeResponse): ChaincodeResponse {
    const { message } = response;
    return message !== undefined && /[\r\n]/.test(message)
        ? { ...response, message: message.replace(/\s*[\r\n]+\s*/g, ' ') }
        : response;
}

function renewedPlan(plan: ClassicContractPlan): ClassicContractPlan {
    return { ...plan, instance: Reflect.construct(plan.instance.constructor, []) as ClassicContractPlan['instance'] }; // of that class
}
