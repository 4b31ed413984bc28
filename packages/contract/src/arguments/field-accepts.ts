import { Failures } from '../failures/failures';
import type { Field } from '../value-types/value-type';

/** Tells whether a field's validators accept a value of its type, in an object that has it. */
export function fieldAccepts({ name, validators }: Field, object: Readonly<Record<string, unknown>>): boolean {
    if (validators === undefined) return true;
    const failures = new Failures();
    validators.run(object, object[name], { place: undefined, failures, sound: true });
    return failures.count === 0;
}
