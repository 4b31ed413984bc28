import { type ContractInfo, recordOf } from '../evidence/class-record';

/**
 * Describes a contract for its metadata.
 *
 * @example
 * \@Info({ title: 'Library', version: '1.0.0' })
 * class Library extends Contract {
 *     \@Evaluate()
 *     ping(_ctx: Context): string {
 *         return 'pong';
 *     }
 * }
 */
export function Info(info: ContractInfo = {}): ClassDecorator {
    return (target) => {
        recordOf(target).info = info;
    };
}
