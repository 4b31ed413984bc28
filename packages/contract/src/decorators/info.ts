import { type ContractInfo, recordOf } from '../evidence/class-record';
import { recording } from './recording';

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
    return recording('Info', (target) => {
        recordOf(target).info = info;
    });
}
