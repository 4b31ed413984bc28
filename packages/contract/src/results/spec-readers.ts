import type { ArgumentReader } from '../arguments/argument-reader';
import type { TypeSpec } from '../evidence/type-spec';
import { ContractDefinitionError } from '../failures/definition-error';
import { ClassCompilation } from '../value-types/class-compilation';
import { explicitType } from '../value-types/explicit';
import { specKey } from '../value-types/spec-key';
import type { ValueType } from '../value-types/value-type';

/** A chaincode has some dozens of types. Specs that are made up as it goes must not fill the memory. */
const KEPT_READERS = 1_000;

/** Readers of types that a contract names while it runs: compiled when first used, and kept by what their specs say. */
export class SpecReaders {
    readonly #bySpec = new Map<string, ArgumentReader>();
    readonly #where: string;
    readonly #compile: (type: ValueType) => ArgumentReader;

    /** @param where what names the types, for errors */
    constructor(where: string, compile: (type: ValueType) => ArgumentReader) {
        this.#where = where;
        this.#compile = compile;
    }

    /** @throws ContractDefinitionError for a spec that is not a type */
    of(spec: TypeSpec): ArgumentReader {
        const key = specKey(spec);
        const known = this.#bySpec.get(key);
        if (known !== undefined) return known;
        const compilation = new ClassCompilation();
        const type = explicitType(spec, this.#where, compilation);
        if (type === undefined || compilation.mistakes.length > 0)
            throw new ContractDefinitionError(compilation.mistakes);
        const [oldest] = this.#bySpec.keys();
        if (this.#bySpec.size >= KEPT_READERS && oldest !== undefined) this.#bySpec.delete(oldest);
        const reader = this.#compile(type);
        this.#bySpec.set(key, reader);
        return reader;
    }
}
