import type { Class } from '../evidence/class';
import { ownRecord } from '../evidence/class-record';
import type { Mistake } from '../failures/definition-error';
import { fieldsOf } from './class-fields';
import type { Compilation, OpenFields, SubType } from './compilation';
import type { ClassShape, Field, ValueType } from './value-type';

/** Compiles each class when it is first met, and keeps it. */
export class ClassCompilation implements Compilation {
    readonly mistakes: Mistake[] = [];
    readonly warnings: string[] = [];
    readonly #shapes = new Map<Class<object>, ClassShape>();

    report(mistake: Mistake): void {
        this.mistakes.push(mistake);
    }

    warn(sentence: string): void {
        this.warnings.push(sentence);
    }

    get shapes(): ClassShape[] {
        return Array.from(this.#shapes.values());
    }

    classType(target: Class<object>): ValueType {
        const discriminator = ownRecord(target)?.object?.discriminator;
        if (discriminator?.subTypes === undefined) return { kind: 'class', shape: this.#shapeOf(target) };
        return this.variantsType(discriminator.property, discriminator.subTypes);
    }

    variantsType(property: string, subTypes: readonly SubType[]): ValueType {
        const shapes = new Map(subTypes.map(({ name, value }) => [name, this.#shapeOf(value as Class<object>)]));
        return { kind: 'variants', variants: { property, shapes } };
    }

    genericType(target: Class<object>, open: OpenFields): ValueType {
        const shape: ClassShape = { name: target.name, target, fields: fieldsOf(target, this, open) };
        return { kind: 'class', shape };
    }

    #shapeOf(target: Class<object>): ClassShape {
        const known = this.#shapes.get(target);
        if (known !== undefined) return known;
        const fields: Field[] = [];
        const shape: ClassShape = { name: target.name, target, fields };
        // Known before its fields are: they may lead back to it.
        this.#shapes.set(target, shape);
        fields.push(...fieldsOf(target, this, {}));
        return shape;
    }
}
