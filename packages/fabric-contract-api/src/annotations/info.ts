import { recordInfo } from './records';
import { refuseStandard } from './refuse-standard';

/** Describes a contract for its metadata. */
export function Info(info: Readonly<Record<string, unknown>> = {}): (target: NewableFunction) => void {
    return (target, second?: unknown) => {
        refuseStandard('Info', second);
        recordInfo(target, { ...info, name: info['name'] ?? target.name, version: info['version'] ?? '' });
    };
}
