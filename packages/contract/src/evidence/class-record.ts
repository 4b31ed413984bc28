import type { Class } from './class';
import type { TransactionInfo, TransactionKind } from './transaction-info';
import type { TypeSpec } from './type-spec';

/** What decorators said about a class: nothing is worked out before the contracts are compiled. */
export interface ClassRecord {
    /** Of this layout: a copy of the package that has another one says so instead of misreading it. */
    readonly version: typeof RECORD_VERSION;
    readonly methods: Map<string, MethodRecord>;
    readonly properties: Map<string, PropertyRecord>;
    /** In the order in which they run. */
    middleware: readonly RecordedMiddleware[];
    inWorker?: boolean;
    /** From @Public: anybody may call. It is for readers of the sources, and nothing here asks for it. */
    isPublic?: boolean;
    info?: ContractInfo;
    isDefault?: boolean;
    /** From @Object: its discriminator. */
    object?: ObjectOptions;
    /** From @Declares: what a contract keeps, emits and fails with. */
    declares: readonly unknown[];
    /** Names of the methods that @Invariant marks; older copies of this package have none. */
    invariants?: readonly string[];
    /** Decorators that have no effect where they are, or as they were called; each once. */
    readonly ineffective: Map<string, IneffectiveDecorator>;
}

/** A decorator that could record nothing of what it says. */
export type IneffectiveDecorator =
    /** Called by the TC39 standard; `setting` says what the compiler has to be told. */
    | { readonly form: 'standard'; readonly decorator: string; readonly setting: string }
    | { readonly form: 'static'; readonly decorator: string; readonly member: string | symbol };

/** Middleware, and the decorator that gave it. */
export interface RecordedMiddleware {
    readonly decorator: MiddlewareDecorator;
    /** `Middleware`, whose first parameter is a `Context`: a record need not know what that is. */
    readonly run: (ctx: never, next: () => Promise<unknown>, transaction: TransactionInfo) => Promise<unknown>;
}

/** A decorator that runs before a transaction, and may refuse it. */
export type MiddlewareDecorator = 'RequireAttribute' | 'RequireMsp' | 'Use';

/** Decorators of a transaction that one which overrides it keeps. */
export type InheritedDecorator =
    MiddlewareDecorator | 'Check' | 'Evaluate' | 'InWorker' | 'Optional' | 'Param' | 'Returns';

/** What decorators said about one method. */
export interface MethodRecord {
    transaction?: TransactionKind;
    /** From @Transaction: when its writes are sent; checked when contracts are compiled, for it may come from JavaScript. */
    writes?: 'immediate' | 'deferred';
    returns?: { readonly type: TypeSpec };
    /** From @Param, in the order of the source's lines. */
    params: readonly NamedParameter[];
    /** From decorators of parameters, by position; 0 is the context. */
    readonly parameters: Map<number, ParameterRecord>;
    middleware: readonly RecordedMiddleware[];
    inWorker?: boolean;
    /** From @Public. */
    isPublic?: boolean;
    /** From @WithoutInherited. */
    without: readonly InheritedDecorator[];
}

/** What a @Param says: it names a parameter of the method. */
export interface NamedParameter {
    readonly name: string;
    readonly type: TypeSpec;
    readonly description?: string | undefined;
}

/** What decorators in front of a parameter said. */
export interface ParameterRecord {
    checks: readonly PropertyDecorator[];
    optional: boolean;
}

export interface PropertyRecord {
    type?: TypeSpec;
    optional?: boolean;
    declared?: boolean;
}

/** As in fabric-contract-api: `{ discriminator: { property: 'kind', subTypes: … } }`. */
export interface ObjectOptions {
    readonly discriminator?: {
        readonly property: string;
        readonly subTypes?: readonly { readonly value: Class; readonly name: string }[];
    };
}

/** What the metadata says about a contract. */
export interface ContractInfo {
    readonly title?: string;
    readonly version?: string;
    readonly description?: string;
    readonly termsOfService?: string;
    readonly contact?: { readonly name?: string; readonly url?: string; readonly email?: string };
    readonly license?: { readonly name: string; readonly url?: string };
}

const RECORD_VERSION = 1;
// An own property of the class: no registry to share or to leak, nothing inherited by accident, and two copies of this
// package see the same.
const RECORD = Symbol.for('heddle.contract');

/** The record of a class, which is made the first time. For decorators. */
export function recordOf(target: object): ClassRecord {
    const own = ownRecord(target);
    if (own !== undefined) return own;
    const record: ClassRecord = {
        version: RECORD_VERSION,
        methods: new Map(),
        properties: new Map(),
        middleware: [],
        declares: [],
        ineffective: new Map(),
    };
    Object.defineProperty(target, RECORD, { value: record });
    return record;
}

export function methodRecordOf(prototype: object, name: string | symbol): MethodRecord {
    const { methods } = recordOf(prototype.constructor);
    const existing = methods.get(String(name));
    if (existing !== undefined) return existing;
    const record = emptyMethod();
    methods.set(String(name), record);
    return record;
}

/** What is known of a method without decorators. */
export function emptyMethod(): MethodRecord {
    return { params: [], parameters: new Map(), middleware: [], without: [] };
}

export function parameterRecordOf(prototype: object, name: string | symbol, index: number): ParameterRecord {
    const { parameters } = methodRecordOf(prototype, name);
    const existing = parameters.get(index);
    if (existing !== undefined) return existing;
    const record: ParameterRecord = { checks: [], optional: false };
    parameters.set(index, record);
    return record;
}

export function propertyRecordOf(prototype: object, name: string | symbol): PropertyRecord {
    const { properties } = recordOf(prototype.constructor);
    const existing = properties.get(String(name));
    if (existing !== undefined) return existing;
    const record: PropertyRecord = {};
    properties.set(String(name), record);
    return record;
}

/** A record that is the class's own, not its base's. */
export function ownRecord(target: object): ClassRecord | undefined {
    if (!Object.hasOwn(target, RECORD)) return undefined;
    return Reflect.get(target, RECORD) as ClassRecord; // nobody else writes under this symbol
}

/** The records of a class and its bases, the most basic one first. */
export function recordsOf(target: object): { readonly owner: Class<object>; readonly record: ClassRecord }[] {
    return lineage(target as Class<object>).flatMap((owner) => {
        const record = ownRecord(owner);
        return record === undefined ? [] : [{ owner, record }];
    });
}

/** Decorators of a class and its bases that had no effect. */
export function ineffectiveDecorators<Form extends IneffectiveDecorator['form']>(
    target: object,
    form: Form,
): Extract<IneffectiveDecorator, { form: Form }>[] {
    const all = recordsOf(target).flatMap(({ record }) => Array.from(record.ineffective.values()));
    return all.filter((found): found is Extract<IneffectiveDecorator, { form: Form }> => found.form === form);
}

/** A class and its bases, the most basic one first. */
export function lineage(target: Class<object>): Class<object>[] {
    const classes: Class<object>[] = [];
    for (
        let at: unknown = target;
        typeof at === 'function' && at !== Function.prototype;
        at = Object.getPrototypeOf(at)
    )
        classes.unshift(at as Class<object>);
    return classes;
}

/** Whether a record has the layout that this copy of the package reads. */
export function isReadable(record: ClassRecord): boolean {
    // As a number: another copy may have written another version.
    return (record.version as number) === RECORD_VERSION;
}
