import type { X509Certificate } from 'node:crypto';
import { error, type Finding, warning } from '../reporting/finding';
import { checkValidity } from './check-validity';
import {
    type ConnectionContext,
    type ConnectionField,
    type ConnectionFields,
    isMissing,
    textOf,
} from './connection-fields';
import { certificateName, certificatesIn, privateKeyIn } from './pem-text';
import { hasTemplate } from './template';

/** Whether the fields of TLS are complete, can be read, and belong together. */
export function checkConnectionTls(fields: ConnectionFields, context: ConnectionContext): Finding[] {
    const { nameOf } = context;
    if (isMissing(fields, 'tls_required')) return [withoutDecision(fields, nameOf('tls_required'))];
    if (!isOn(fields, 'tls_required')) return checkPlain(fields, context);
    return [
        ...checkCertificates(fields, context, 'root_cert', 'tls_required is true'),
        ...checkClient(fields, context),
        ...checkDomain(fields, context),
    ];
}

/** A text in the place of a boolean has been reported; the rest is checked as if it were one. */
function isOn(fields: ConnectionFields, field: ConnectionField): boolean {
    return /^true$/i.test(String(fields[field]));
}

function withoutDecision(fields: ConnectionFields, name: string): Finding {
    const hasRoot = !isMissing(fields, 'root_cert') && fields.root_cert !== '';
    const what = hasRoot
        ? 'is missing, so that peers connect without TLS, although root_cert is there'
        : "is missing, which peers take for false, although Fabric's documentation says that it is true";
    return error(name, what, hasRoot ? 'write "tls_required": true' : 'write true with a root_cert, or false');
}

const TLS_FIELDS = ['root_cert', 'client_auth_required', 'client_cert', 'client_key'] as const;

function checkPlain(fields: ConnectionFields, { nameOf }: ConnectionContext): Finding[] {
    const unused = TLS_FIELDS.filter(
        (field) => ![undefined, null, '', false, 'false'].includes(fields[field] as string),
    );
    return unused.map((field) =>
        warning(
            nameOf(field),
            'is not used, since tls_required is false',
            'write "tls_required": true, or take it away',
        ),
    );
}

function checkClient(fields: ConnectionFields, context: ConnectionContext): Finding[] {
    const { nameOf } = context;
    if (!isOn(fields, 'client_auth_required')) {
        const unused = (['client_cert', 'client_key'] as const).filter((field) => (textOf(fields, field) ?? '') !== '');
        const what = 'is not used, since client_auth_required is not true';
        return unused.map((field) =>
            warning(nameOf(field), what, 'write "client_auth_required": true, or take it away'),
        );
    }
    return [
        ...checkCertificates(fields, context, 'client_cert', 'client_auth_required is true'),
        ...checkKey(fields, context),
        ...checkPair(fields, context),
    ];
}

/** The text of a PEM field, or why it cannot be checked. */
function pemIn(
    fields: ConnectionFields,
    context: ConnectionContext,
    field: ConnectionField,
    why: string,
): string | Finding[] {
    const name = context.nameOf(field);
    const value = fields[field];
    if (value === undefined || value === null || value === '') {
        return [error(name, `is missing, and ${why}`, 'give the content of a PEM file')];
    }
    // Another kind of value has been reported.
    if (typeof value !== 'string' || hasTemplate(value)) return [];
    if (!value.includes('-----BEGIN ')) {
        return [error(name, `is not PEM (${JSON.stringify(value.slice(0, 40))})`, contentRemedy(value))];
    }
    if (value.includes('\\n')) {
        return [
            error(name, 'has its line breaks written as \\\\n', 'write each line break as \\n, with one backslash'),
        ];
    }
    return value;
}

function contentRemedy(value: string): string {
    if (value.startsWith('LS0tLS1')) return 'decode it: PEM is expected, not base64 of PEM';
    return "give the file's content, with line breaks as \\n, and not its path";
}

function checkCertificates(
    fields: ConnectionFields,
    context: ConnectionContext,
    field: 'root_cert' | 'client_cert',
    why: string,
): Finding[] {
    const pem = pemIn(fields, context, field, why);
    if (typeof pem !== 'string') return pem;
    const name = context.nameOf(field);
    const certificates = certificatesIn(pem);
    if (certificates === undefined) {
        const what = pem.includes('PRIVATE KEY')
            ? 'is a private key, and no certificate'
            : 'has no certificate that can be read';
        return [error(name, what, 'give the content of a PEM file with a certificate')];
    }
    return certificates.flatMap((certificate) => checkValidity(name, certificate, context.now));
}

function checkKey(fields: ConnectionFields, context: ConnectionContext): Finding[] {
    const pem = pemIn(fields, context, 'client_key', 'client_auth_required is true');
    if (typeof pem !== 'string') return pem;
    if (privateKeyIn(pem) !== undefined) return [];
    const isEncrypted = pem.includes('ENCRYPTED');
    const what = isEncrypted ? 'is encrypted, and peers have no pass phrase' : 'has no private key that can be read';
    return [error(context.nameOf('client_key'), what, 'give the content of a PEM file with the key, not encrypted')];
}

function checkPair(fields: ConnectionFields, { nameOf }: ConnectionContext): Finding[] {
    const [certificate] = certificatesIn(textOf(fields, 'client_cert') ?? '') ?? [];
    const key = privateKeyIn(textOf(fields, 'client_key') ?? '');
    // What cannot be read has been reported.
    if (certificate === undefined || key === undefined || certificate.checkPrivateKey(key)) return [];
    return [mismatch(nameOf('client_key'), nameOf('client_cert'), certificate)];
}

function mismatch(key: string, name: string, certificate: X509Certificate): Finding {
    const what = `does not belong to ${name} (${certificateName(certificate)})`;
    return error(key, what, 'give the private key of that certificate');
}

function checkDomain(fields: ConnectionFields, { nameOf, type }: ConnectionContext): Finding[] {
    if (isMissing(fields, 'domain')) return [];
    const remedy = "let the server's certificate have the host of the address, and take this away";
    if (!isOn(fields, 'client_auth_required')) {
        return [warning(nameOf('domain'), 'is used by peers only if client_auth_required is true', remedy)];
    }
    return type === 'ccaas' ? [warning(nameOf('domain'), 'is left out by the builder of peers', remedy)] : [];
}
