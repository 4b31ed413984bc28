import { ineffectiveDecorators } from '../evidence/class-record';
import type { Mistake, MistakeCode } from '../failures/definition-error';
import type { Compilation } from './compilation';

/** Classes whose decorators were called by the TC39 standard, as one mistake; undefined if there are none. */
export function standardDecoratorsOf(classes: readonly NewableFunction[]): Mistake | undefined {
    const found = classes.map((target) => ({ target, of: ineffectiveDecorators(target, 'standard') }));
    const affected = found.filter(({ of }) => of.length > 0);
    const decorators = affected.flatMap(({ of }) => of);
    const [first] = decorators;
    if (first === undefined) return undefined;
    const names = Array.from(new Set(decorators.map(({ decorator }) => `@${decorator}`))).join(', ');
    return {
        code: 'DECORATORS_STANDARD',
        where: affected.map(({ target }) => target.name).join(', '),
        found: `decorators that have no effect, since they are called as standard (TC39) decorators (${names})`,
        fix: first.setting,
    };
}

/** Reports decorators on static members: no transaction, no parameter and no field is static. */
export function reportStaticDecorators(target: NewableFunction, code: MistakeCode, compilation: Compilation): void {
    for (const { decorator, member } of ineffectiveDecorators(target, 'static'))
        compilation.report({
            code,
            where: `${target.name}.${String(member)}`,
            found: `@${decorator} on a static member, where it has no effect`,
            fix: 'Take `static` away, or the decorator',
        });
}
