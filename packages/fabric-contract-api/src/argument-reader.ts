import type { ClassicParameterSchema, ClassicValue, ClassicSerializer } from '@heddle/contract/internal';
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
    const { fromBuffer, _fromString } = JSONSerializer.prototype;
    const own = serializer as Partial<JSONSerializer>;
    if (own.fromBuffer !== fromBuffer || own._fromString !== _fromString) return undefined;
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
