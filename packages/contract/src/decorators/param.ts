import { methodRecordOf } from '../evidence/class-record';
import type { TypeSpec } from '../evidence/type-spec';
import { recordingMember } from './recording';

/**
 * Says what a parameter is, where the compiler's own evidence is not enough: arrays, maps, unions, generics, and
 * everything where no metadata is emitted (docs/reference/compilers.md).
 *
 * @example
 * \@Transaction() \@Param('colors', [String])
 * async paint(ctx: Context, colors: string[]): Promise<void> {
 *     await ctx.stub.putState('colors', ctx.serialize(colors));
 * }
 */
export function Param(name: string, type: TypeSpec, description?: string): MethodDecorator {
    return recordingMember('Param', (prototype, method) => {
        const record = methodRecordOf(prototype, method);
        // Decorators are applied from the last line to the first.
        record.params = [{ name, type, description }, ...record.params];
    });
}
