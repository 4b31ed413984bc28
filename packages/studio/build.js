// Bundles the page into dist/files, one file of script and one of style, and lists them for the process that serves them.
// Does nothing where nothing has changed since the last time.
'use strict';

const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { gzipSync } = require('node:zlib');
const { build } = require('esbuild');

const FOLDER = __dirname;
const OUT = join(FOLDER, 'dist', 'files');
const LIST = join(FOLDER, 'dist', 'files.json');
/** Of script and style together. */
const MOST_GZIPPED = 80_000;
const MOST_BYTES = 250_000;

async function main() {
    const inputs = hashOf(inputFiles().map((file) => readFileSync(file)));
    if (existsSync(LIST) && JSON.parse(readFileSync(LIST, 'utf8')).inputs === inputs) return;
    const { outputFiles, metafile } = await build({
        entryPoints: [join(FOLDER, 'src/page/main.tsx'), join(FOLDER, 'src/page/styles.css')],
        outdir: OUT,
        bundle: true,
        minify: true,
        write: false,
        metafile: true,
        format: 'esm',
        target: 'es2022',
        jsx: 'automatic',
        jsxImportSource: 'preact',
        legalComments: 'none',
    });
    const [script, style] = ['.js', '.css'].map((end) => outputFiles.find(({ path }) => path.endsWith(end)).contents);
    checkBudget([script, style], metafile);
    writeFiles(script, style, inputs);
}

function writeFiles(script, style, inputs) {
    const mark = readFileSync(join(FOLDER, 'src', 'mark.svg'));
    const names = {
        SCRIPT: `studio-${hashOf([script]).slice(0, 12)}.js`,
        STYLE: `studio-${hashOf([style]).slice(0, 12)}.css`,
        MARK: `mark-${hashOf([mark]).slice(0, 12)}.svg`,
    };
    const page = readFileSync(join(FOLDER, 'src', 'index.html'), 'utf8').replaceAll(
        /SCRIPT|STYLE|MARK/g,
        (name) => names[name],
    );
    rmSync(OUT, { recursive: true, force: true });
    mkdirSync(OUT, { recursive: true });
    const files = [
        { path: '/', file: 'index.html', type: 'text/html; charset=utf-8', content: page },
        { path: `/${names.SCRIPT}`, file: names.SCRIPT, type: 'text/javascript; charset=utf-8', content: script },
        { path: `/${names.STYLE}`, file: names.STYLE, type: 'text/css; charset=utf-8', content: style },
        { path: `/${names.MARK}`, file: names.MARK, type: 'image/svg+xml', content: mark },
    ];
    for (const { file, content } of files) writeFileSync(join(OUT, file), content);
    const listed = files.map(({ path, file, type }) => ({ path, file, type }));
    writeFileSync(LIST, JSON.stringify({ inputs, files: listed }, undefined, 4));
}

function checkBudget(contents, metafile) {
    const size = contents.reduce((sum, one) => sum + one.length, 0);
    const zipped = contents.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0);
    // Not to standard output, which npm has for itself while it packs.
    console.error(`page: ${size} bytes, ${zipped} gzipped`);
    if (zipped <= MOST_GZIPPED && size <= MOST_BYTES) return;
    const largest = Object.entries(metafile.inputs)
        .toSorted(([, a], [, b]) => b.bytes - a.bytes)
        .slice(0, 10);
    for (const [name, { bytes }] of largest) console.error(`${bytes} ${name}`);
    throw new Error(`the page has ${size} bytes, ${zipped} gzipped: ${MOST_BYTES} and ${MOST_GZIPPED} are the most`);
}

/** All that the bundle is made of, and this script. */
function inputFiles() {
    const sources = readdirSync(join(FOLDER, 'src'), { recursive: true, encoding: 'utf8' })
        .map((name) => join(FOLDER, 'src', name))
        .filter((file) => statSync(file).isFile() && !/\.test\.tsx?$/.test(file));
    return [...sources.toSorted(), join(FOLDER, 'package.json'), join(FOLDER, 'build.js')];
}

function hashOf(contents) {
    const hash = createHash('sha256');
    for (const content of contents) hash.update(content);
    return hash.digest('hex');
}

void main();
