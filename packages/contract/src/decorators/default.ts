import { recordOf } from '../evidence/class-record';
import { recording } from './recording';

/** Makes a contract the one whose transactions may be called without its name. */
export function Default(): ClassDecorator {
    return recording('Default', (target) => {
        recordOf(target).isDefault = true;
    });
}
