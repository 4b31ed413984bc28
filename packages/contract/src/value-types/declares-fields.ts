import type { Class } from '../evidence/class';
import { recordsOf } from '../evidence/class-record';
import { typedProperties } from './transformer-metadata';
import { validationsOf } from './validation-metadata';

/** Whether any decorator says of a class what fields it has, so that one without values is as its author means it. */
export function declaresFields(target: Class<object>): boolean {
    return (
        recordsOf(target).some(({ record }) => record.properties.size > 0) ||
        validationsOf(target).size > 0 ||
        typedProperties(target).length > 0
    );
}
