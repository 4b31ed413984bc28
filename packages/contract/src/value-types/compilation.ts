import type { Mistake } from '../compile/definition-error';
import { ownRecord } from '../evidence/class-record';
import type { Class } from './class';
import { fieldsOf } from './class-fields';
import type { TypeSpec } from './type-spec';
import type { ClassShape, Field, ValueType } from './value-type';

/** Types of fields that a generic class leaves open. */
export type OpenFields = Readonly<Record<string, TypeSpec>>;

/** What is gathered while definitions are compiled: every class once, and every mistake. */
export class Compilation {
    readonly mistakes: Mistake[] = [];
    readonly #shapes = new Map<Class<object>, ClassShape>();

    report(mistake: Mistake): void {
        this.mistakes.push(mistake);
    }

    /** Every class that was met. */
    get shapes(): ClassShape[] {
        return Array.from(this.#shapes.values());
    }

    /** The type of a class's values. A class whose @Object names its subclasses stands for any one of them. */
    classType(target: Class<object>): ValueType {
        const discriminator = ownRecord(target)?.object?.discriminator;
        if (discriminator?.subTypes === undefined) return { kind: 'class', shape: this.shapeOf(target) };
        return this.variantsType(discriminator.property, discriminator.subTypes);
    }

    variantsType(property: string, subTypes: readonly { readonly name: string; readonly value: Class }[]): ValueType {
        const shapes = new Map(subTypes.map(({ name, value }) => [name, this.shapeOf(value as Class<object>)]));
        return { kind: 'variants', variants: { property, shapes } };
    }

    shapeOf(target: Class<object>): ClassShape {
        const known = this.#shapes.get(target);
        if (known !== undefined) return known;
        const fields: Field[] = [];
        const shape: ClassShape = { name: target.name, target, fields };
        // Known before its fields are: they may lead back to it.
        this.#shapes.set(target, shape);
        fields.push(...fieldsOf(target, this, {}));
        return shape;
    }

    /** The type of a generic class's values, where the types of some fields are given. */
    genericType(target: Class<object>, open: OpenFields): ValueType {
        const shape: ClassShape = { name: target.name, target, fields: fieldsOf(target, this, open) };
        return { kind: 'class', shape };
    }
}
