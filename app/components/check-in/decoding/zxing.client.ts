/** The one reader of zxing that is used, named by itself, so that the build leaves out what reads its twenty other kinds of code. */
export { BrowserQRCodeReader } from '@zxing/browser';
