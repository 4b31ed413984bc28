import type { Class } from '../evidence/class';
import type { Compilation } from '../value-types/compilation';

/** What is wrong with the declaration of one class. */
export class DeclarationMistakes {
    count = 0;
    readonly #target: Class<object>;
    readonly #compilation: Compilation;

    constructor(target: Class<object>, compilation: Compilation) {
        this.#target = target;
        this.#compilation = compilation;
    }

    /** @param member which option or field of the class; `entity` is all of the declaration */
    add(member: string, found: string, fix: string): void {
        this.count += 1;
        this.#compilation.report({ code: 'ENTITY_INVALID', where: `${this.#target.name}.${member}`, found, fix });
    }

    addIf(isWrong: boolean, member: string, found: string, fix: string): void {
        if (isWrong) this.add(member, found, fix);
    }

    /** Adds each option that there is not: TypeScript refuses them already. */
    addUnknown(member: string, options: object, known: ReadonlySet<string>): void {
        for (const option of Object.keys(options)) {
            const found = `an unknown option ${JSON.stringify(option)}`;
            this.addIf(!known.has(option), member, found, `The options are ${Array.from(known).join(', ')}`);
        }
    }
}
