import type { Class } from '../evidence/class';
import type { ClassRecord } from '../evidence/class-record';
import { type Requirement, requirementOf } from '../evidence/requirement';
import type { Mistake } from '../failures/definition-error';

/** What is wrong with the middleware that decorators gave a class and its methods. */
export function mistakesOfMiddleware(owner: Class<object>, { middleware, methods }: ClassRecord): Mistake[] {
    const given = [
        { where: owner.name, middleware },
        ...Array.from(methods, ([name, record]) => ({ where: `${owner.name}.${name}`, middleware: record.middleware })),
    ];
    return given.flatMap(({ where, middleware: all }) =>
        all.flatMap(({ decorator, run }) => mistakeOf(where, `@${decorator}`, run) ?? []),
    );
}

/** What is wrong with the middleware of all contracts. */
export function mistakesOfShared(middleware: readonly unknown[]): Mistake[] {
    return middleware.flatMap((run) => mistakeOf('middleware', 'middleware', run) ?? []);
}

/** From JavaScript it may be anything; undefined comes of modules that import each other, too. */
function mistakeOf(where: string, what: string, run: unknown): Mistake | undefined {
    const code = 'MIDDLEWARE_INVALID';
    if (typeof run !== 'function') {
        const fix =
            'Give a function `(ctx, next, transaction) => …`; undefined comes of modules that import each other';
        return { code, where, found: `${what} with ${String(run)}, which is no function`, fix };
    }
    const requirement = requirementOf(run);
    const problem = requirement && problemOf(requirement);
    return problem && { code, where, ...problem };
}

function problemOf(requirement: Requirement): Pick<Mistake, 'fix' | 'found'> | undefined {
    if (requirement.kind === 'msp') {
        const isFit = requirement.mspIds.length > 0 && requirement.mspIds.every(isName);
        const found = `@RequireMsp(${requirement.mspIds.map(shown).join(', ')})`;
        return isFit ? undefined : { found, fix: "Name one MSP id or more, such as @RequireMsp('Org1MSP')" };
    }
    const { name, value } = requirement;
    const given = 'value' in requirement;
    if (isName(name) && (!given || typeof value === 'string')) return undefined;
    const found = `@RequireAttribute(${[name, ...(given ? [value] : [])].map(shown).join(', ')})`;
    return { found, fix: 'Name an attribute, and give its value as a text or leave it out: then any value will do' };
}

function isName(given: unknown): boolean {
    return typeof given === 'string' && given !== '';
}

function shown(given: unknown): string {
    return typeof given === 'string' ? JSON.stringify(given) : String(given);
}
