// What a newcomer does first, with the published packages. Each journey is a function of the machine it happens on:
// { packageManager, env, signal }.
'use strict';

const { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { stepsWith, TEMPLATES } = require('../../conformance/dist/harness/created-project');
const { outputPattern, readGuide } = require('../../conformance/dist/harness/guide');
const { GuideReader } = require('../../conformance/dist/harness/guide-reader');
const { runShell } = require('../../conformance/dist/harness/run-shell');
const { ROOT, readManifest } = require('../workspaces');

/**
 * Says a command of npm as a user of pnpm types it; what is not in the table is the same. The project names no version of
 * pnpm, since pnpm would look for it and not use the one that is installed.
 */
const IN_PNPM = [
    [/^npm create heddle@latest (\S+)(?: --(?= ))?/, 'pnpm create heddle@latest $1'],
    // What pnpm has to be told of install scripts stands in the project that was made before.
    [
        /^npm init -y$/,
        'pnpm init --init-type commonjs --no-init-package-manager && cp ../my-contract/pnpm-workspace.yaml .',
    ],
    [/^npm install --save-dev /, 'pnpm add --save-dev '],
    [/^npm install (?=\S)/, 'pnpm add '],
    [/\bnpm (?=install|pkg|run|start|test)/, 'pnpm '],
    [/^npx /, 'pnpm exec '],
];

function typedWith(packageManager) {
    if (packageManager === 'npm') return (command) => command;
    return (command) => IN_PNPM.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), command);
}

function followGettingStarted(machine) {
    return followSteps(machine, readGuide(join(ROOT, 'docs', 'guide', 'getting-started.md')));
}

/** Makes a project of each template, and uses it. */
async function createEachTemplate(machine) {
    for (const template of Object.keys(TEMPLATES)) await followSteps(machine, stepsWith(template));
}

async function followSteps({ packageManager, env, signal }, steps) {
    const reader = new GuideReader({ installs: true, typed: typedWith(packageManager), env, signal });
    try {
        for (const step of steps) await followStep(reader, step);
    } finally {
        await reader[Symbol.asyncDispose]();
    }
}

/** The settings that users of pnpm are told to make first. */
function preparationsOf(packageManager) {
    return packageManager === 'pnpm' ? readGuide(join(ROOT, 'docs', 'reference', 'support.md')) : [];
}

async function followStep(reader, step) {
    await reader.follow(step);
    if (step.kind === 'output' && !outputPattern(step.text).test(reader.output))
        throw new Error(`The guide shows\n${step.text}and the reader saw\n${reader.output}`);
}

/** Copies the example out of the repository, and runs its tests there. */
async function testExample({ packageManager, env, signal }) {
    const folder = mkdtempSync(join(tmpdir(), 'heddle-example-'));
    try {
        copyExample('examples/asset-transfer', folder);
        for (const { path, content } of preparationsOf(packageManager)) writeFileSync(join(folder, path), content);
        const typed = typedWith(packageManager);
        for (const command of [
            'npm install',
            `npm install --save-dev ${toolsOfExamples().join(' ')}`,
            'npx tsc',
            'npx jest dist',
        ]) {
            await runShell(typed(command), { cwd: folder, env, signal });
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** What its tsconfig.json takes from the repository comes with it. */
function copyExample(example, folder) {
    cpSync(join(ROOT, example, 'src'), join(folder, 'src'), { recursive: true });
    cpSync(join(ROOT, example, 'package.json'), join(folder, 'package.json'));
    cpSync(join(ROOT, 'tsconfig.base.json'), join(folder, 'tsconfig.base.json'));
    const config = JSON.parse(readFileSync(join(ROOT, example, 'tsconfig.json'), 'utf8'));
    const alone = { ...config, extends: './tsconfig.base.json', references: [] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(alone));
}

/** The examples have these from the repository. */
function toolsOfExamples() {
    const { devDependencies } = readManifest('.');
    const tools = ['@jest/globals', '@types/node', 'jest'].map((name) => `${name}@${devDependencies[name]}`);
    return ['typescript', ...tools];
}

const JOURNEYS = {
    'npm create heddle': createEachTemplate,
    'getting started': followGettingStarted,
    'asset-transfer': testExample,
};

module.exports = { JOURNEYS };
