import { methodRecordOf } from '../evidence/class-record';
import type { TypeSpec } from '../evidence/type-spec';

/** Says what a transaction returns; its results are checked against it. */
export function Returns(type: TypeSpec): MethodDecorator {
    return (prototype, name) => {
        methodRecordOf(prototype, name).returns = { type };
    };
}
