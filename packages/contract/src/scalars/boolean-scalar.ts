import type { Parsed, Scalar } from './scalar';

function parseBoolean(text: string): Parsed<boolean> {
    return text === 'true' || text === 'false' ? { value: text === 'true' } : { expected: 'true or false' };
}

/** true or false. */
export const booleanScalar: Scalar<boolean> = {
    names: ['boolean'],
    constructors: [Boolean],
    validators: ['isBoolean'],
    is: (value) => typeof value === 'boolean',
    parse: parseBoolean,
    json: { expected: 'true or false' },
    schema: { type: 'boolean' },
};
