import { parameterRecordOf, propertyRecordOf } from '../evidence/class-record';
import { recordingMember } from './recording';

/**
 * Lets a parameter of a transaction, or a field of a class, be left out: it is `undefined` then.
 *
 * @example
 * \@Evaluate()
 * greet(_ctx: Context, \@Optional() name?: string): string {
 *     return `hello ${name ?? 'there'}`;
 * }
 */
export function Optional(): ParameterDecorator & PropertyDecorator {
    return recordingMember('Optional', (prototype, name, index) => {
        if (index === undefined) propertyRecordOf(prototype, name).optional = true;
        else parameterRecordOf(prototype, name, index).optional = true;
    });
}
