import type { ClassicParameterSchema, ClassicSerializer, ClassicValue } from '@heddle/contract/internal';
import { JSONSerializer, toBoolean, toNumber } from './json-serializer';

type ArgumentReader = (bytes: Buffer) => ClassicValue;

/**
 * Plans how this package's own serializer reads an argument, with nothing left to be found out at each call. Undefined for
 * an author's serializer, whatever it inherits, and for what is not worth it.
 */
export function plannedReader(
    serializer: ClassicSerializer,
    { properties: { prop } }: ClassicParameterSchema,
): ArgumentReader | undefined {
    if (!isOwn(serializer)) return undefined;
    switch (prop['type']) {
        case 'string':
            return (bytes) => ({ value: bytes.toString() });
        case 'number':
            return (bytes) => ({ value: toNumber(bytes.toString()) });
        case 'boolean':
            return (bytes) => ({ value: toBoolean(bytes.toString()) });
        default:
            return undefined;
    }
}

/** Whether both methods are this package's, and not an author's. */
function isOwn(serializer: ClassicSerializer): boolean {
    return (['fromBuffer', '_fromString'] as const).every(
        (name) => Reflect.get(serializer, name) === Reflect.get(JSONSerializer.prototype, name),
    );
}
