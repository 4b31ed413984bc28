import type { Environment } from '../input/environment';
import { readTlsFiles } from '../input/tls-files';
import { parseDialledAddress } from '../packaging/check-address';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding, warning } from '../reporting/finding';
import { SERVER_SETTINGS } from '../serving/server-options';
import { resolveAddress, resolvePackageId, resolveRunSettings } from '../serving/server-settings';
import { checkCertificates } from './check-certificates';
import { attempt, type Diagnosis } from './diagnosis';
import type { PackageUnderExamination } from './examine-package';

/** What decides whether a server runs at all: without any of it, nobody means to run one here. */
export function isServerConfigured(environment: Environment): boolean {
    const { chaincodeId, chaincodeAddress, tlsCertFile, tlsCertPath } = SERVER_SETTINGS;
    return [chaincodeId, chaincodeAddress, tlsCertFile, tlsCertPath].some((setting) => {
        try {
            return environment.find(setting) !== undefined;
        } catch (thrown) {
            if (!(thrown instanceof ConfigurationError)) throw thrown;
            return true;
        }
    });
}

/** Looks at everything that `heddle server` would be started with here. */
export async function examineServer(
    environment: Environment,
    packaged: PackageUnderExamination | undefined,
    now: Date,
): Promise<Diagnosis[]> {
    return [
        await examineId(environment, packaged),
        await examineAddress(environment, packaged),
        await examineTls(environment, packaged, now),
        await examineOthers(environment),
    ];
}

const ID = /^[A-Za-z0-9][A-Za-z0-9_.+-]*:[0-9a-f]{64}$/;

async function examineId(environment: Environment, packaged: PackageUnderExamination | undefined): Promise<Diagnosis> {
    const check = 'package id';
    const { value, finding } = await attempt(check, () => resolvePackageId(environment));
    if (value === undefined) return { check, detail: 'none', findings: finding === undefined ? [] : [finding] };
    const findings: Finding[] = [];
    if (!ID.test(value)) {
        const remedy = 'copy it from "peer lifecycle chaincode queryinstalled", or from heddle package';
        findings.push(error(check, 'is not of the form LABEL:SHA256, as all ids of peers are', remedy));
    }
    const expected = packaged?.packageId;
    if (expected !== undefined && expected !== value) {
        const what = `is not that of ${packaged?.file ?? 'the package'}, ${expected}: calls would fail`;
        findings.push(error(check, what, `set ${SERVER_SETTINGS.chaincodeId.variables[0]} to it`));
    }
    return { check, detail: value, findings };
}

async function examineAddress(
    environment: Environment,
    packaged: PackageUnderExamination | undefined,
): Promise<Diagnosis> {
    const check = 'address';
    const { value, finding } = await attempt(check, () => resolveAddress(environment));
    if (value === undefined) return { check, detail: 'none', findings: finding === undefined ? [] : [finding] };
    return { check, detail: value, findings: [...checkReach(value), ...checkPort(value, packaged?.view?.address)] };
}

function checkReach(address: string): Finding[] {
    if (!/^(?:localhost|127\.|\[::1\])/i.test(address)) return [];
    const what = 'is reached by this machine alone, and not from outside of a container';
    return [warning('address', what, 'listen at 0.0.0.0, unless the peers run beside it')];
}

function checkPort(address: string, packaged = ''): Finding[] {
    const dialled = parseDialledAddress(packaged);
    if (dialled === undefined || address.endsWith(`:${dialled.port}`)) return [];
    const remedy = 'let them agree, unless something between them maps the ports';
    return [warning('address', `has another port than the package, ${packaged}`, remedy)];
}

async function examineTls(
    environment: Environment,
    packaged: PackageUnderExamination | undefined,
    now: Date,
): Promise<Diagnosis> {
    const check = 'certificates';
    const { value: tls, finding } = await attempt(check, () => readTlsFiles(environment));
    if (finding !== undefined) return { check, detail: 'not usable', findings: [finding] };
    const view = packaged?.view;
    if (tls !== undefined) {
        const findings = checkCertificates(tls, view, now);
        const detail = tls.clientCACerts === undefined ? 'TLS' : 'mutual TLS';
        return { check, detail, findings: view?.isTls === false ? [...findings, plainPeers()] : findings };
    }
    return { check, detail: 'no TLS', findings: view?.isTls === true ? [plainServer()] : [] };
}

function plainPeers(): Finding {
    return error('certificates', 'are there, but the package has no TLS', 'package it again with --tls-root-cert');
}

function plainServer(): Finding {
    const remedy = 'set --chaincode-tls-cert-file and --chaincode-tls-key-file, or package without --tls-root-cert';
    return error('certificates', 'are missing, but the package demands TLS', remedy);
}

/** Times, levels and switches, and what all of it together is to be warned of. */
async function examineOthers(environment: Environment): Promise<Diagnosis> {
    const check = 'settings';
    const { finding } = await attempt(check, () => resolveRunSettings(environment));
    const notes = environment.notes
        .filter(({ level }) => level === 'warn')
        .map(({ text }) => warning(check, `may not be what was meant (${text})`, 'set it, or take it away'));
    const findings = finding === undefined ? notes : [...notes, finding];
    return { check, detail: findings.length === 0 ? 'as they should be' : 'see below', findings };
}
