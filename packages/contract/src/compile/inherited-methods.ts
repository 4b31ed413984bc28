import type { Contract } from '../context/contract';
import type { Class } from '../evidence/class';
import {
    type InheritedDecorator,
    type MethodRecord,
    type MiddlewareDecorator,
    type NamedParameter,
    type ParameterRecord,
    type recordsOf,
} from '../evidence/class-record';
import { parametersOf } from '../evidence/method-source';
import type { Compilation } from '../value-types/compilation';

/** A method and all that its decorators say, those of the methods that it overrides included. */
export interface OwnedMethod {
    readonly name: string;
    /** The most derived class whose decorators say something of it. */
    readonly owner: Class<object>;
    readonly record: MethodRecord;
}

/**
 * The methods of a contract and its bases. A method keeps what decorators say of the one that it overrides: forgetting a
 * guard in an override must not open it. What it says itself comes on top, and @WithoutInherited takes away.
 */
export function methodsOf(
    contract: Contract,
    records: ReturnType<typeof recordsOf>,
    compilation: Compilation,
): OwnedMethod[] {
    const methods = new Map<string, OwnedMethod>();
    for (const { owner, record } of records)
        for (const [name, own] of record.methods) {
            const method = { name, owner, record: { ...own, params: currentParams(contract, owner, name, own) } };
            methods.set(name, overriding(methods.get(name), method, compilation));
        }
    return Array.from(methods.values());
}

/** @Param names parameters as the method had them that it stood on; an override may call them otherwise. */
function currentParams(
    contract: Contract,
    { prototype }: Class<object>,
    name: string,
    { params }: MethodRecord,
): readonly NamedParameter[] {
    const decorated: unknown = Reflect.get(prototype as object, name);
    const called: unknown = Reflect.get(contract, name);
    if (decorated === called || params.length === 0) return params;
    const [before, now] = [namesOf(decorated), namesOf(called)];
    return params.flatMap((param) => {
        const index = before.indexOf(param.name);
        if (index === -1 || now.includes(param.name)) return [param];
        const renamed = now[index];
        return renamed === undefined ? [] : [{ ...param, name: renamed }];
    });
}

function namesOf(method: unknown): string[] {
    const parameters = typeof method === 'function' ? parametersOf(method) : '';
    return typeof parameters === 'string' ? [] : parameters.map(({ name }) => name);
}

function overriding(base: OwnedMethod | undefined, own: OwnedMethod, compilation: Compilation): OwnedMethod {
    const without = new Set(own.record.without);
    for (const decorator of without) if (!says(base?.record, decorator)) reportNothing(own, decorator, compilation);
    if (base === undefined) return own;
    const kept = withoutDecorators(base.record, without);
    if (kept.transaction === 'evaluate' && own.record.transaction === 'submit') reportContradiction(own, compilation);
    return { ...own, record: onTop(kept, own.record) };
}

/** Tells of each decorator whether it stands on a method or its parameters. */
const SAID: Readonly<Record<InheritedDecorator, (record: MethodRecord) => boolean>> = {
    Check: ({ parameters }) => Array.from(parameters.values()).some(({ checks }) => checks.length > 0),
    Evaluate: ({ transaction }) => transaction === 'evaluate',
    InWorker: ({ inWorker }) => inWorker === true,
    Optional: ({ parameters }) => Array.from(parameters.values()).some(({ optional }) => optional),
    Param: ({ params }) => params.length > 0,
    RequireAttribute: hasMiddleware('RequireAttribute'),
    RequireMsp: hasMiddleware('RequireMsp'),
    Returns: ({ returns }) => returns !== undefined,
    Use: hasMiddleware('Use'),
};

function hasMiddleware(decorator: MiddlewareDecorator): (record: MethodRecord) => boolean {
    return ({ middleware }) => middleware.some((given) => given.decorator === decorator);
}

/** Names come from JavaScript as well. */
function says(record: MethodRecord | undefined, decorator: string): boolean {
    const said = Object.hasOwn(SAID, decorator) ? SAID[decorator as InheritedDecorator] : undefined;
    return record !== undefined && said?.(record) === true;
}

function withoutDecorators(record: MethodRecord, without: ReadonlySet<InheritedDecorator>): MethodRecord {
    const { transaction, writes, returns, params, parameters, middleware, inWorker } = record;
    const isKept = (decorator: InheritedDecorator): boolean => !without.has(decorator);
    return {
        ...(transaction !== undefined && (transaction === 'submit' || isKept('Evaluate')) && { transaction }),
        ...(writes !== undefined && { writes }),
        ...(returns !== undefined && isKept('Returns') && { returns }),
        ...(inWorker !== undefined && isKept('InWorker') && { inWorker }),
        params: isKept('Param') ? params : [],
        middleware: middleware.filter(({ decorator }) => isKept(decorator)),
        parameters: new Map(
            Array.from(parameters, ([index, { checks, optional }]): [number, ParameterRecord] => [
                index,
                { checks: isKept('Check') ? checks : [], optional: optional && isKept('Optional') },
            ]),
        ),
        without: [],
    };
}

function onTop(base: MethodRecord, own: MethodRecord): MethodRecord {
    const said = new Set(own.params.map(({ name }) => name));
    const parameters = new Map(base.parameters);
    for (const [index, { checks, optional }] of own.parameters) {
        const inherited = base.parameters.get(index);
        parameters.set(index, {
            checks: [...(inherited?.checks ?? []), ...checks],
            optional: optional || inherited?.optional === true,
        });
    }
    return {
        ...base,
        ...own,
        params: [...base.params.filter(({ name }) => !said.has(name)), ...own.params],
        parameters,
        middleware: [...base.middleware, ...own.middleware],
    };
}

function reportNothing({ owner, name }: OwnedMethod, decorator: string, compilation: Compilation): void {
    compilation.report({
        code: 'TRANSACTION_INVALID',
        where: `${owner.name}.${name}`,
        found: `@WithoutInherited('${decorator}'), but no @${decorator} on a transaction that it overrides`,
        fix: 'Leave the name away, or correct it: what stands on the class cannot be taken away',
    });
}

function reportContradiction({ owner, name }: OwnedMethod, compilation: Compilation): void {
    compilation.report({
        code: 'TRANSACTION_INVALID',
        where: `${owner.name}.${name}`,
        found: '@Transaction() on an override of a transaction that @Evaluate() makes read-only',
        fix: "Write @Evaluate(), or @WithoutInherited('Evaluate') as well if it is to write",
    });
}
