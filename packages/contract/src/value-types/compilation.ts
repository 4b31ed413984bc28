import type { Class } from '../evidence/class';
import type { TypeSpec } from '../evidence/type-spec';
import type { Mistake } from '../failures/definition-error';
import type { ClassShape, ValueType } from './value-type';

/** Types of fields that a generic class leaves open. */
export type OpenFields = Readonly<Record<string, TypeSpec>>;

/** What is gathered while definitions are compiled: every class once, and every mistake. */
export interface Compilation {
    readonly mistakes: readonly Mistake[];
    /** Every class that was met. */
    readonly shapes: readonly ClassShape[];
    report(mistake: Mistake): void;
    /** Tells of what is legal, and probably not meant. */
    warn(sentence: string): void;
    /** The type of a class's values. A class whose @Object names its subclasses stands for any one of them. */
    classType(target: Class<object>): ValueType;
    /** The type of values that belong to one of several classes, as a property of theirs says. */
    variantsType(property: string, subTypes: readonly SubType[]): ValueType;
    /** The type of a generic class's values, where the types of some fields are given. */
    genericType(target: Class<object>, open: OpenFields): ValueType;
}

/** A class, and by what the deciding property's value calls it. */
export interface SubType {
    readonly name: string;
    readonly value: Class;
}
