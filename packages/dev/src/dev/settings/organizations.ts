import { ConfigurationError } from 'heddle/command';
import type { DevFork } from '../forking/dev-fork';
import { domainOf } from '../identities/organization-domain';
import { type GivenSetting, givenSetting, invalid, type SettingNames } from './given-setting';
import type { SettingSources } from './setting-sources';

const MSP_ID = /^[A-Za-z0-9.-]+$/;
const NAMES: SettingNames = { option: '--organizations', member: 'organizations' };
const ORG1: GivenSetting = { value: 'Org1MSP', source: NAMES.option };

/** The MSP ids of the network. @throws ConfigurationError for one that cannot have a folder, or that a fork does not have */
export function organizationsOf({ options, config, fork }: SettingSources): readonly [string, ...string[]] {
    const { organizations } = options;
    if (fork === undefined) return mspIdsOf(givenSetting(NAMES, organizations, config) ?? ORG1);
    if (organizations === undefined) return fittingIds(fork);
    const chosen = { value: organizations, source: NAMES.option };
    const mspIds = mspIdsOf(chosen);
    if (mspIds.every((mspId) => fork.mspIds.includes(mspId))) return mspIds;
    throw invalid(chosen, `choose among those of the channel: ${fork.mspIds.join(', ')}`);
}

/** Ids of a real channel may be any text, and each names the folder of an organization's identities. */
function fittingIds({ mspIds, label }: DevFork): DevFork['mspIds'] {
    const remedy = 'name those by --organizations that the network is to have';
    const unfit = mspIds.find((id) => !MSP_ID.test(id));
    if (unfit !== undefined)
        throw new ConfigurationError(
            `${label}: the organization ${JSON.stringify(unfit)} can have no folder, since its id is not of letters, digits, . and - alone: ${remedy}`,
        );
    const alike = (one: string): string[] => mspIds.filter((id) => domainOf(id) === domainOf(one));
    const twice = mspIds.find((id) => alike(id).length > 1);
    if (twice === undefined) return mspIds;
    throw new ConfigurationError(
        `${label}: the organizations ${alike(twice).join(', ')} would have one folder, ${domainOf(twice)}: ${remedy}, one of these`,
    );
}

function mspIdsOf(given: GivenSetting): readonly [string, ...string[]] {
    const [first, ...others] = given.value.split(',').map((id) => id.trim());
    const remedy = 'give MSP ids with commas between them, such as Org1MSP,Org2MSP';
    if (first === undefined || [first, ...others].some((id) => !MSP_ID.test(id))) throw invalid(given, remedy);
    const domains = [first, ...others].map(domainOf);
    if (new Set(domains).size < domains.length)
        throw invalid(
            given,
            'name each organization once: neither the case of letters nor MSP at the end tells folders apart',
        );
    return [first, ...others];
}
