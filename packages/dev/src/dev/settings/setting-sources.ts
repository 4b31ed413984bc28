import type { PackageManifest } from 'heddle/command';
import type { DevConfig } from '../configuring/config-file';
import type { DevFork } from '../forking/dev-fork';
import type { DevOptions } from './dev-options';

/** Where the settings of `heddle dev` come from. An option comes before the file. */
export interface SettingSources {
    readonly options: DevOptions;
    /** Of the package. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    /** heddle.config.json, where there is one. */
    readonly config?: DevConfig | undefined;
    /** The ledger to begin with, whose channel and organizations are those of the network. Undefined: an empty one. */
    readonly fork?: DevFork | undefined;
}
