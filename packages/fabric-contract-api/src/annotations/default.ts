import { recordDefault } from './records';
import { refuseStandard } from './refuse-standard';

/** Makes a contract the one whose functions may be called without its name. Without it, that is the first contract. */
export function Default(): (target: NewableFunction) => void {
    return (target, second?: unknown) => {
        refuseStandard('Default', second);
        recordDefault(target);
    };
}
