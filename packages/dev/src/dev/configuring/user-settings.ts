import type { MemberRole } from '@heddle/local-peer';
import { ConfigurationError, reasonOf } from 'heddle/command';
import type { ConfiguredUser, DevConfig } from './config-file';
import { isClientId, type RealOrganizations, type RealUser, resolveRealUser } from './real-user';

/** A user to be made for an organization of the network. */
export interface UserSettings {
    readonly name: string;
    readonly mspId: string;
    /** What the certificate's organizational unit says, by which Fabric tells clients from admins and peers (NodeOUs). */
    readonly role: MemberRole;
    /** As Fabric CA puts them into the certificate. */
    readonly attributes: Readonly<Record<string, string>>;
    /** Whose name it has, where the network is a fork. */
    readonly real?: RealUser;
}

/** The attribute by which Fabric CA tells of an identity's type, and from which it takes the organizational unit. */
export const TYPE_ATTRIBUTE = 'hf.Type';

const ROLES: readonly MemberRole[] = ['client', 'admin', 'peer', 'orderer'];
/** Also the name of a folder. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
const FORM =
    'write NAME, or NAME@MSPID, then : and attributes with commas between them: minter@Org2MSP:role=minter,level=3';

/**
 * Takes users as options and the configuration file name them. An option comes before the file.
 *
 * @param given values of `--user`
 * @param mspIds the organizations of the network; the first one is that of users without one
 * @param real those of the ledger that the network is a fork of
 * @throws ConfigurationError if something is not understood, or there is no such organization or role
 */
export function resolveUsers(
    given: readonly string[],
    config: Pick<DevConfig, 'file' | 'users'> | undefined,
    mspIds: readonly [string, ...string[]],
    real?: RealOrganizations,
): UserSettings[] {
    const configured = Array.from(config?.users ?? [], ([name, user]) =>
        configuredUser(name, user, { source: `users.${name} in ${config?.file ?? ''}`, mspIds }),
    );
    const byOption = given.map((text) => {
        const from = { source: `--user ${text}`, mspIds };
        return isClientId(text) ? realUser(text, from, real) : parseUser(text, from);
    });
    const users = new Map<string, UserSettings>();
    for (const user of configured) users.set(keyOf(user), user);
    for (const user of byOption) users.set(keyOf(user), user);
    if (new Set(byOption.map(keyOf)).size < byOption.length) {
        const [twice] = byOption.filter(
            (user, index) => byOption.findIndex((one) => keyOf(one) === keyOf(user)) < index,
        );
        throw new ConfigurationError(
            `--user names ${twice === undefined ? 'a user' : keyOf(twice)} twice: give all attributes in one, with commas between them`,
        );
    }
    return [...users.values()];
}

/**
 * Takes a user that somebody asks for while the network runs, by the rules of `--user`.
 * @throws ConfigurationError
 */
export function resolveUser(
    { name, mspId, attributes }: Pick<UserSettings, 'name' | 'mspId' | 'attributes'>,
    mspIds: readonly [string, ...string[]],
): UserSettings {
    const given = { source: `the user ${name}`, mspIds };
    if (name.includes('@'))
        throw refused(given, 'has an organization in its name', 'choose the organization by itself');
    splitName(name, given);
    const pairs = Object.entries(attributes).map(([attribute, value]) =>
        parseAttribute(`${attribute}=${value}`, given),
    );
    return userOf({ name, organization: mspId, attributes: new Map(pairs), type: undefined }, given);
}

interface Given {
    /** Where it was said, for messages. */
    readonly source: string;
    readonly mspIds: readonly [string, ...string[]];
}

function keyOf({ name, mspId }: Pick<UserSettings, 'name' | 'mspId'>): string {
    return `${name}@${mspId}`;
}

/** `minter`, `minter:role=minter`, `minter@Org2MSP:role=minter,level=3`. */
function parseUser(text: string, given: Given): UserSettings {
    const [who = '', ...rest] = text.split(':');
    const { name, organization } = splitName(who, given);
    const list = rest.join(':');
    const pairs = rest.length === 0 ? [] : list.split(',').map((pair) => parseAttribute(pair, given));
    const attributes = new Map<string, string>();
    for (const [attribute, value] of pairs) {
        if (attributes.has(attribute))
            throw refused(given, `has the attribute ${attribute} twice`, 'give each attribute once');
        attributes.set(attribute, value);
    }
    return userOf({ name, organization, attributes, type: undefined }, given);
}

/** `x509::/OU=client/CN=user1::/O=org1/CN=ca`, in quotes for the shell. */
function realUser(text: string, given: Given, real: RealOrganizations | undefined): UserSettings {
    if (real === undefined)
        throw refused(given, 'is a client of a real network', 'give --fork the snapshot of its ledger, or a name');
    let user: RealUser;
    try {
        user = resolveRealUser(text, { ...real, mspIds: given.mspIds });
    } catch (error) {
        throw refused(given, reasonOf(error), 'take the id from the ledger, as contracts have written it there');
    }
    const { name, mspId, units } = user;
    return { name, mspId, role: ROLES.find((role) => units.includes(role)) ?? 'client', attributes: {}, real: user };
}

function parseAttribute(pair: string, given: Given): readonly [string, string] {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(pair) ?? [];
    if (name === '') throw refused(given, `has ${JSON.stringify(pair)}, which is no attribute`, FORM);
    return [name, value];
}

function splitName(who: string, given: Given): { readonly name: string; readonly organization: string | undefined } {
    const [name = '', organization, ...more] = who.split('@');
    if (more.length > 0 || !NAME.test(name)) {
        const problem = `has the name ${JSON.stringify(who)}, which no user can have`;
        throw refused(given, problem, `${FORM}. Names have letters, digits, dots, - and _`);
    }
    return { name, organization };
}

function configuredUser(who: string, user: ConfiguredUser, given: Given): UserSettings {
    const { name, organization } = splitName(who, given);
    const { type, attributes = new Map<string, string>() } = user;
    return userOf({ name, organization: user.organization ?? organization, attributes, type }, given);
}

interface Named {
    readonly name: string;
    readonly organization: string | undefined;
    readonly attributes: ReadonlyMap<string, string>;
    readonly type: string | undefined;
}

function userOf({ name, organization, attributes, type }: Named, given: Given): UserSettings {
    const [first] = given.mspIds;
    const mspId = organization ?? first;
    if (!given.mspIds.includes(mspId)) {
        const remedy = `choose one of ${given.mspIds.join(', ')}, or add it by --organizations`;
        throw refused(given, `is of the organization ${JSON.stringify(mspId)}, which is not here`, remedy);
    }
    const asked = type ?? attributes.get(TYPE_ATTRIBUTE) ?? 'client';
    const role = ROLES.find((one) => one === asked);
    if (role === undefined) {
        const problem = `is of the type ${JSON.stringify(asked)}, which Fabric does not have`;
        throw refused(given, problem, `choose one of ${ROLES.join(', ')}`);
    }
    return { name, mspId, role, attributes: { [TYPE_ATTRIBUTE]: role, ...Object.fromEntries(attributes) } };
}

function refused({ source }: Given, problem: string, remedy: string): ConfigurationError {
    return new ConfigurationError(`${source} ${problem}: ${remedy}`);
}
