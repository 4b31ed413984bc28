import { parameterRecordOf } from '../evidence/class-record';

/**
 * Validates one parameter with class-validator's decorators.
 *
 * @example
 * \@Transaction()
 * async resize(ctx: Context, id: string, \@Check(IsInt(), Min(1)) size: number): Promise<void> {
 *     await ctx.stub.putState(id, ctx.serialize({ id, size }));
 * }
 */
export function Check(...validators: PropertyDecorator[]): ParameterDecorator {
    return (prototype, name, index) => {
        // A constructor has no name here; it takes no arguments of a transaction either.
        if (name === undefined) return;
        const record = parameterRecordOf(prototype, name, index);
        record.checks = [...record.checks, ...validators];
    };
}
