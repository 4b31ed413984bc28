import type { Scalar } from './scalar';

/** Any text. */
export const stringScalar: Scalar<string> = {
    names: ['string'],
    constructors: [String],
    validators: [
        'isString',
        'isLength',
        'minLength',
        'maxLength',
        'matches',
        'contains',
        'notContains',
        'isUuid',
        'isEmail',
    ],
    is: (value) => typeof value === 'string',
    parse: (text) => ({ value: text }),
    json: { expected: 'a string' },
    schema: { type: 'string' },
};
