import { ConfigurationError } from '../reporting/command-error';
import { contradiction, type Environment, type Given, nameOf } from './environment';
import { findPemFile, type PemFile } from './pem-file';
import { OWN_FAMILY, TLS_FAMILIES, type TlsFamily, type TlsSwitch } from './tls-families';

/** Where the files of a server's TLS are. */
export interface NamedTlsFiles {
    readonly certificate: PemFile;
    readonly privateKey: PemFile;
    readonly clientAuthority: PemFile | undefined;
}

/** What the user says by the names of one family. */
interface Saying extends Partial<Record<PartName, PemFile | undefined>> {
    readonly family: TlsFamily;
    /** Undefined: nothing is said of whether TLS is on. */
    readonly turned: Turned | undefined;
}

/** A switch that is set. */
interface Turned {
    readonly given: Given;
    readonly isOn: boolean;
}

type PartName = 'certificate' | 'privateKey' | 'clientAuthority';

/**
 * Finds the files in all families of names. Names of different families may be mixed, as long as they agree.
 *
 * @returns undefined if connections are not to be encrypted
 * @throws ConfigurationError if TLS is set by half, or in two ways that contradict each other
 */
export function findTlsFiles(environment: Environment): NamedTlsFiles | undefined {
    const sayings = effectiveSayings(environment);
    if (!isTurnedOn(sayings, environment)) return undefined;
    const certificate = findPart(sayings, 'certificate');
    const privateKey = findPart(sayings, 'privateKey');
    const clientAuthority = findPart(sayings, 'clientAuthority');
    if (certificate === undefined) throw halfSet(sayings, 'certificate');
    if (privateKey === undefined) throw halfSet(sayings, 'privateKey');
    noteUnusedAuthority(sayings, clientAuthority, environment);
    return { certificate, privateKey, clientAuthority };
}

/** The command line wins: what it names is not mixed with variables of other families. */
function effectiveSayings(environment: Environment): Saying[] {
    const sayings = TLS_FAMILIES.map((family) => sayingOf(family, environment)).filter(saysAnything);
    const [first] = sayings;
    return first !== undefined && filesOf(first).some(isFromCommandLine) ? [first] : sayings;
}

function sayingOf(family: TlsFamily, environment: Environment): Saying {
    const { tlsSwitch, certificate, privateKey, clientAuthority } = family;
    return {
        family,
        turned: tlsSwitch && findTurned(tlsSwitch, environment),
        certificate: findPemFile(environment, certificate),
        privateKey: findPemFile(environment, privateKey),
        clientAuthority: clientAuthority && findPemFile(environment, clientAuthority),
    };
}

function findTurned({ variable, on, off }: TlsSwitch, environment: Environment): Turned | undefined {
    const given = environment.find({ variables: [variable] });
    if (given === undefined) return undefined;
    const value = given.value.toLowerCase();
    if (value === on || value === off) return { given, isOn: value === on };
    throw new ConfigurationError(
        `${variable} is ${JSON.stringify(given.value)}, which is neither: set it to ${on} for TLS, or to ${off} to serve without`,
    );
}

function isTurnedOn(sayings: readonly Saying[], environment: Environment): boolean {
    const turned = sayings.flatMap((saying) => saying.turned ?? []);
    const on = turned.find(({ isOn }) => isOn);
    const off = turned.find(({ isOn }) => !isOn);
    if (on !== undefined && off !== undefined) {
        const remedy = 'keep the one that says whether this server has TLS, and take the other away';
        throw new ConfigurationError(
            `${said(on.given)} and ${said(off.given)}, which contradict each other: ${remedy}`,
        );
    }
    if (off !== undefined) return turnOff(off, sayings, environment);
    if (on === undefined) requireSwitch(sayings);
    return sayings.length > 0;
}

/** As for servers in Go, those who turn TLS off may leave the names of the files beside the switch. */
function turnOff(off: Turned, sayings: readonly Saying[], environment: Environment): false {
    const others = sayings.filter(({ turned }) => turned !== off).flatMap(filesOf);
    const [other] = others;
    if (other !== undefined) {
        const remedy = 'take one of them away';
        throw new ConfigurationError(
            `${said(off.given)}, but ${other.given.source} names a ${other.part.what}: ${remedy}`,
        );
    }
    const unused = sayings.flatMap(filesOf).map(({ given }) => given.source);
    if (unused.length > 0)
        environment.note('warn', `${said(off.given)}: TLS is off, and ${unused.join(', ')} not used`);
    return false;
}

/** Elsewhere the files of these families do nothing without their switch: nobody is to find out by being overheard. */
function requireSwitch(sayings: readonly Saying[]): void {
    if (sayings.some(({ family }) => family.tlsSwitch === undefined)) return;
    for (const saying of sayings) {
        const { tlsSwitch } = saying.family;
        const [file] = filesOf(saying);
        if (tlsSwitch === undefined || file === undefined) continue;
        const remedy = `set ${tlsSwitch.variable} to ${tlsSwitch.on} for TLS, or to ${tlsSwitch.off} to serve without`;
        throw new ConfigurationError(`${file.given.source} is set, but nothing says whether TLS is on: ${remedy}`);
    }
}

/** @throws ConfigurationError if two families name different files */
function findPart(sayings: readonly Saying[], part: PartName): PemFile | undefined {
    const [first, ...others] = sayings.flatMap((saying) => saying[part] ?? []);
    const other = others.find(({ given }) => given.value !== first?.given.value);
    if (first !== undefined && other !== undefined)
        throw contradiction([first.given, other.given], nameOf(first.setting));
    return first;
}

/** Says what is missing by the names that the user uses. */
function halfSet(sayings: readonly Saying[], missing: PartName): ConfigurationError {
    const saying = sayings.find((one) => filesOf(one).length > 0) ?? sayings[0];
    const { family, turned } = saying ?? { family: OWN_FAMILY, turned: undefined };
    const { what, pem } = family[missing] ?? OWN_FAMILY[missing];
    const { tlsSwitch } = family;
    if (turned !== undefined && tlsSwitch !== undefined) {
        const remedy = `set ${nameOf(pem)} too, or ${tlsSwitch.variable} to ${tlsSwitch.off} to serve without TLS`;
        return new ConfigurationError(`${said(turned.given)}, but no ${what} is named: ${remedy}`);
    }
    const source = sayings.flatMap(filesOf)[0]?.given.source ?? 'TLS';
    const remedy = `set ${nameOf(pem)} too, or no TLS option at all to serve without TLS`;
    return new ConfigurationError(`${source} is set, but no ${what}: ${remedy}`);
}

/** In the family that peers set, the authority is for chaincode that dials; it keeps no client of a server out. */
function noteUnusedAuthority(
    sayings: readonly Saying[],
    clientAuthority: PemFile | undefined,
    environment: Environment,
): void {
    const unused = environment.find({ variables: ['CORE_PEER_TLS_ROOTCERT_FILE'] });
    const isMeant = sayings.some(({ turned }) => turned?.given.source === 'CORE_PEER_TLS_ENABLED');
    if (unused === undefined || !isMeant || clientAuthority !== undefined) return;
    const remedy = `set ${nameOf(OWN_FAMILY.clientAuthority.pem)} to admit only clients of an authority`;
    environment.note('info', `${unused.source} is not used by a server, and any client may connect: ${remedy}`);
}

function filesOf({ certificate, privateKey, clientAuthority }: Saying): PemFile[] {
    return [certificate, privateKey, clientAuthority].filter((file) => file !== undefined);
}

function saysAnything(saying: Saying): boolean {
    return saying.turned !== undefined || filesOf(saying).length > 0;
}

function isFromCommandLine({ given }: PemFile): boolean {
    return given.source.startsWith('--');
}

function said({ source, value }: Given): string {
    return `${source} is ${JSON.stringify(value)}`;
}
