import { error, type Finding, warning } from '../reporting/finding';

/** fabric, core/chaincode/persistence/chaincode_package.go, LabelRegexp. */
const LABEL = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/;

/** Finds what a peer would refuse in the label of a package. */
export function checkLabel(where: string, label: unknown): Finding[] {
    const remedy = 'begin with a letter or a digit, and use letters, digits and . + - _ only';
    if (label === undefined || label === null || label === '') return [error(where, 'is missing', remedy)];
    if (typeof label === 'string' && LABEL.test(label)) return [];
    return [error(where, `is ${JSON.stringify(label)}, which peers refuse`, remedy)];
}

/** Finds which packages no builder of services takes. Peers' builders compare the type in any case of letters. */
export function checkType(where: string, type: unknown): Finding[] {
    const remedy = 'write "ccaas"';
    if (type === undefined || type === null || type === '') return [error(where, 'is missing', remedy)];
    const name = typeof type === 'string' ? type.toLowerCase() : '';
    if (name === 'ccaas') return [];
    if (name === 'external') {
        const what = "is external, which peers' own builder does not take: an install fails with: docker build failed";
        return [warning(where, what, 'write "ccaas", unless the peers have a builder for external')];
    }
    const shown = JSON.stringify(type);
    return [error(where, `is ${shown}: a peer would build and run it itself, not connect to a server`, remedy)];
}
