import ts from 'typescript';
import type { Project } from '../scope/project';
import { decoratorsOf, enclosing, isFunctionNode, nodesIn, unwrap } from '../scope/syntax';

/** A date alone is read as UTC, and so is what ends with Z or an offset. */
const HAS_ZONE = /^\d{4}(-\d\d(-\d\d)?)?$|(Z|[+-]\d\d:?\d\d|GMT|UTC)\s*$/i;
/** Methods and functions that look whether a text has the form of a date. */
const LOOKS = /(test|match|endsWith|includes|exec|valid|check|parse|assert|iso)/i;

/** Whether a text, read as a date, is read in the machine's zone: a literal, or an argument that nobody has looked at. */
export function hasNoZone(given: ts.Expression, project: Project): boolean {
    const node = unwrap(given);
    if (ts.isStringLiteralLike(node)) return !HAS_ZONE.test(node.text.trim());
    if (ts.isTemplateExpression(node)) {
        const end = node.templateSpans.at(-1)?.literal.text ?? '';
        return /\d\d:\d\d/.test(end) && !HAS_ZONE.test(end);
    }
    const constant = project.constantOf(node)?.initializer;
    if (constant !== undefined) return hasNoZone(constant, project);
    return ts.isIdentifier(node) && isUncheckedArgument(node, project);
}

function isUncheckedArgument(node: ts.Identifier, project: Project): boolean {
    const symbol = project.symbolOf(node);
    const parameter = symbol?.valueDeclaration;
    if (parameter === undefined || !ts.isParameter(parameter) || !isText(node, project)) return false;
    const fn = enclosing(parameter, isFunctionNode);
    if (fn === undefined || !ts.isClassElement(fn) || decoratorsOf(parameter).length > 0) return false;
    const uses = nodesIn(fn).filter(
        (one) => ts.isIdentifier(one) && one.pos < node.pos && project.symbolOf(one) === symbol,
    );
    return !uses.some((use) => use !== parameter.name && isLookedAt(use));
}

function isText(node: ts.Identifier, project: Project): boolean {
    return project.isUnknown(node) || project.hasFlags(node, ts.TypeFlags.StringLike);
}

function isLookedAt(use: ts.Node): boolean {
    const { parent } = use;
    if (ts.isCallExpression(parent)) return LOOKS.test(parent.expression.getText());
    return ts.isPropertyAccessExpression(parent) && (LOOKS.test(parent.name.text) || parent.name.text === 'replace');
}
