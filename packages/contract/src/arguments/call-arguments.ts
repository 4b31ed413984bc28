import type { Failures } from '../failures/failures';
import type { ClassShape, Field, ValueType } from '../value-types/value-type';
import type { ArgumentReader } from './argument-reader';
import { REFUSED } from './value-reader';

interface Parameter extends Field {
    readonly read: ArgumentReader;
    readonly place: { readonly parent: undefined; readonly key: string };
}

/**
 * Reads a transaction's arguments. Its parameters are the properties of one class that is made for it at start-up, so
 * that class-validator sees one object, and paths are of one kind.
 */
export class CallArguments {
    readonly #make: new () => Record<string, unknown>;
    readonly #parameters: readonly Parameter[];
    readonly #rest: Parameter | undefined;
    readonly #validated: readonly Parameter[];
    readonly #arity: string;

    /**
     * @param rest whether the last parameter takes all arguments that are left, one element each
     * @param readerOf how an argument of a type is read
     */
    constructor(shape: ClassShape, rest: boolean, readerOf: (type: ValueType) => ArgumentReader) {
        const parameters = shape.fields.map((field, index): Parameter => {
            const isRest = rest && index === shape.fields.length - 1;
            const type = isRest ? elementOf(field.type) : field.type;
            return { ...field, read: readerOf(type), place: { parent: undefined, key: field.name } };
        });
        this.#make = shape.target as new () => Record<string, unknown>; // made for this, empty
        this.#rest = rest ? parameters.at(-1) : undefined;
        this.#parameters = rest ? parameters.slice(0, -1) : parameters;
        this.#validated = parameters.filter(({ validators }) => validators !== undefined);
        this.#arity = describeArity(this.#parameters);
    }

    /** The values in the order of the parameters; undefined for those left out. They are of no use if there are failures. */
    read(args: readonly Uint8Array[], failures: Failures): unknown[] {
        const values = this.#parameters.map((parameter, index) => readOne(parameter, args[index], failures));
        const rest = this.#rest && readRest(this.#rest, args.slice(values.length), failures);
        if (rest === undefined && args.length > values.length)
            failures.add(undefined, `takes ${this.#arity}, not ${args.length}`, 'unknown');
        // Of most transactions no parameter has validators of its own.
        if (this.#validated.length > 0) this.#validate(values, rest, failures);
        return rest === undefined ? values : [...values, ...rest];
    }

    #validate(values: readonly unknown[], rest: readonly unknown[] | undefined, failures: Failures): void {
        const object = new this.#make();
        for (const [index, { name }] of this.#parameters.entries()) object[name] = values[index];
        if (this.#rest !== undefined) object[this.#rest.name] = rest;
        const sound = failures.count === 0;
        for (const { name, validators, required } of this.#validated) {
            const value = object[name];
            // What is left out has a default, or may be undefined.
            if (value === REFUSED || (value === undefined && !required)) continue;
            validators?.run(object, value, { place: undefined, failures, sound });
        }
    }
}

function readRest(rest: Parameter, given: readonly Uint8Array[], failures: Failures): unknown[] {
    const place = { parent: undefined, key: rest.name };
    return given.map((arg, index) => rest.read(arg, { parent: place, key: index }, failures));
}

/** Each argument of a rest parameter is an element of it. */
function elementOf(type: ValueType): ValueType {
    return type.kind === 'array' ? type.element : type;
}

function readOne(parameter: Parameter, arg: Uint8Array | undefined, failures: Failures): unknown {
    if (arg !== undefined) return parameter.read(arg, parameter.place, failures);
    if (!parameter.required) return undefined;
    failures.add(parameter.place, 'is missing', 'missing');
    return REFUSED;
}

function describeArity(parameters: readonly Parameter[]): string {
    const required = parameters.filter((parameter) => parameter.required).length;
    const count = required === parameters.length ? String(required) : `${required} to ${parameters.length}`;
    const names = parameters.map(({ name }) => name).join(', ');
    return `${count} argument${count === '1' ? '' : 's'}${names === '' ? '' : ` (${names})`}`;
}
