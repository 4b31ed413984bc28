import { propertyRecordOf } from '../evidence/class-record';
import type { TypeSpec } from '../evidence/type-spec';
import { recordingMember } from './recording';

/**
 * Declares a field of a class: one without validators, or one whose type the compiler does not tell. The form with two
 * arguments is fabric-contract-api's, whose first one is the field's own name.
 *
 * @example
 * class Lot {
 *     \@Property() id!: string;
 *     \@Property({ map: Number }) bids!: Map<string, number>;
 * }
 */
export function Property(type?: TypeSpec): PropertyDecorator;
export function Property(name: string, type: TypeSpec): PropertyDecorator;
export function Property(typeOrName?: TypeSpec, type: TypeSpec | undefined = typeOrName): PropertyDecorator {
    return recordingMember('Property', (prototype, name) => {
        const record = propertyRecordOf(prototype, name);
        record.declared = true;
        if (type !== undefined) record.type = type;
    });
}
