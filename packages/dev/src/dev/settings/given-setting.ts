import { ConfigurationError } from 'heddle/command';
import type { DevConfig } from '../configuring/config-file';

/** A setting, and the option or the member of the file that it was given by. */
export interface GivenSetting {
    readonly value: string;
    readonly source: string;
}

/** What both the command line and heddle.config.json may say. */
export interface SettingNames {
    readonly option: string;
    readonly member: 'channel' | 'organizations' | 'port' | 'executeTimeoutMs';
}

/** What an option says, else the file; undefined where neither does. A list has commas between its parts, as in an option. */
export function givenSetting(
    { option, member }: SettingNames,
    value: string | undefined,
    config: DevConfig | undefined,
): GivenSetting | undefined {
    if (value !== undefined) return { value, source: option };
    const configured = config?.[member];
    if (configured === undefined) return undefined;
    return { value: [configured].flat().join(','), source: `${member} in ${config?.file ?? ''}` };
}

/** What to say of a setting that cannot be, with what to give instead. */
export function invalid({ source, value }: GivenSetting, remedy: string): ConfigurationError {
    return new ConfigurationError(`${source} is ${JSON.stringify(value)}: ${remedy}`);
}
