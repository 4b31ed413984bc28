/** What Heddle's other packages share and users do not need: it may change with every release. */
export { bundledTransformers, KEEP_EXTERNAL } from './evidence/bundled-copies';
export { isOfStandardDecorator, legacySetting } from './evidence/standard-decorators';
