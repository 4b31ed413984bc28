import { recordOf } from '../evidence/class-record';
import { recording } from './recording';

/**
 * Makes a contract the one whose transactions may be called without its name. Without it, that is the first contract.
 *
 * @example
 * \@Default()
 * class Main extends Contract {
 *     \@Evaluate()
 *     ping(_ctx: Context): string {
 *         return 'pong';
 *     }
 * }
 */
export function Default(): ClassDecorator {
    return recording('Default', (target) => {
        recordOf(target).isDefault = true;
    });
}
