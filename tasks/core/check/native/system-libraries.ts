// Distributions that load a library or start a program only when they run: no header tells of it.

/** One such distribution. */
export interface SystemLibraryUser {
  /** Normalised name. */
  readonly distribution: string;
  /** What it needs, for a sentence. */
  readonly needs: string;
  /** Sonames that must all be there; none for a program, which no image has. */
  readonly libraries: readonly string[];
  /** Distributions that bring it. */
  readonly broughtBy?: readonly string[];
  /** Distributions that require it for a part which most of their users leave alone. */
  readonly idleIn?: readonly string[];
  /** Wheels for a platform bring the library; those for any platform do not. */
  readonly broughtByPlatformWheel?: true;
  /** What to do, a sentence. */
  readonly fix: string;
}

const CONTAINER = 'run the app in a custom container that has it';

/** None of the images has these libraries and programs (images.json); the needs are general knowledge of these distributions, checked where a wheel was at hand. */
export const SYSTEM_LIBRARY_USERS: readonly SystemLibraryUser[] = [
  {
    distribution: 'python-magic',
    needs: 'the library libmagic.so.1',
    libraries: ['libmagic.so.1'],
    broughtBy: ['pylibmagic'],
    fix: "Add 'pylibmagic', which brings it, or use 'puremagic'.",
  },
  {
    distribution: 'soundfile',
    needs: 'the library libsndfile.so.1',
    libraries: ['libsndfile.so.1'],
    broughtByPlatformWheel: true,
    fix: "Take its manylinux wheel, which brings the library: 'soundfile>=0.11'.",
  },
  {
    distribution: 'weasyprint',
    needs: 'the library libpango-1.0.so.0',
    libraries: ['libpango-1.0.so.0'],
    fix: `Use 'fpdf2' or 'xhtml2pdf', or ${CONTAINER}.`,
  },
  {
    distribution: 'pyzbar',
    needs: 'the library libzbar.so.0',
    libraries: ['libzbar.so.0'],
    fix: "Use 'zxing-cpp', whose wheel brings all it needs.",
  },
  {
    distribution: 'cx-oracle',
    needs: 'the Oracle client libraries and libaio.so.1',
    libraries: ['libclntsh.so', 'libaio.so.1'],
    fix: "Use 'oracledb' in its thin mode, which needs no client libraries.",
  },
  {
    distribution: 'cairocffi',
    needs: 'the library libcairo.so.2',
    libraries: ['libcairo.so.2'],
    fix: `Use 'svglib' or 'reportlab', or ${CONTAINER}.`,
  },
  {
    distribution: 'wand',
    needs: 'the library libMagickWand-6.Q16.so.6',
    libraries: ['libMagickWand-6.Q16.so.6'],
    fix: `Use 'Pillow', or ${CONTAINER}.`,
  },
  {
    distribution: 'ghostscript',
    needs: 'the library libgs.so',
    libraries: ['libgs.so.9'],
    fix: `Use 'pypdfium2', or ${CONTAINER}.`,
  },
  {
    distribution: 'pyvips',
    needs: 'the library libvips.so.42',
    libraries: ['libvips.so.42'],
    broughtBy: ['pyvips-binary'],
    fix: "Add 'pyvips-binary', which brings it.",
  },
  {
    distribution: 'pyenchant',
    needs: 'the library libenchant-2.so.2',
    libraries: ['libenchant-2.so.2'],
    fix: `Use 'pyspellchecker', or ${CONTAINER}.`,
  },
  {
    distribution: 'sounddevice',
    needs: 'the library libportaudio.so.2',
    libraries: ['libportaudio.so.2'],
    fix: 'Take it out of the requirements: a web server has no sound device.',
  },
  {
    distribution: 'pyusb',
    needs: 'the library libusb-1.0.so.0',
    libraries: ['libusb-1.0.so.0'],
    broughtBy: ['libusb-package'],
    fix: 'Take it out of the requirements: App Service has no USB device.',
  },
  {
    distribution: 'pdf2image',
    needs: 'the program pdftoppm',
    libraries: [],
    fix: "Use 'pypdfium2', whose wheel brings all it needs.",
  },
  {
    distribution: 'pytesseract',
    needs: 'the program tesseract',
    libraries: [],
    fix: `Use a service such as Azure AI Document Intelligence, or ${CONTAINER}.`,
  },
  {
    distribution: 'moviepy',
    needs: 'the program ffmpeg',
    libraries: [],
    broughtBy: ['imageio-ffmpeg'],
    fix: "Add 'imageio-ffmpeg', whose wheel brings it.",
  },
  {
    distribution: 'pydub',
    needs: 'the program ffmpeg',
    libraries: [],
    broughtBy: ['imageio-ffmpeg', 'static-ffmpeg'],
    idleIn: ['gradio'],
    fix: "Add 'imageio-ffmpeg' and set AudioSegment.converter to imageio_ffmpeg.get_ffmpeg_exe().",
  },
  {
    distribution: 'ffmpeg-python',
    needs: 'the program ffmpeg',
    libraries: [],
    broughtBy: ['imageio-ffmpeg', 'static-ffmpeg'],
    fix: "Add 'imageio-ffmpeg' and pass cmd=imageio_ffmpeg.get_ffmpeg_exe() to run().",
  },
  {
    distribution: 'openai-whisper',
    needs: 'the program ffmpeg',
    libraries: [],
    fix: `Use 'faster-whisper', whose wheels bring what it needs, or ${CONTAINER}.`,
  },
  {
    distribution: 'pdfkit',
    needs: 'the program wkhtmltopdf',
    libraries: [],
    fix: `Use 'fpdf2' or 'xhtml2pdf', or ${CONTAINER}.`,
  },
  {
    distribution: 'imgkit',
    needs: 'the program wkhtmltoimage',
    libraries: [],
    fix: `Run the app in a custom container that has it.`,
  },
  {
    distribution: 'playwright',
    needs: 'a browser and its libraries',
    libraries: [],
    fix: `Use a browser service, or run the app in a custom container made from Playwright's image.`,
  },
  {
    distribution: 'pyppeteer',
    needs: 'a browser and its libraries',
    libraries: [],
    fix: `Use a browser service, or ${CONTAINER}.`,
  },
  {
    distribution: 'selenium',
    needs: 'a browser and its driver',
    libraries: [],
    fix: `Use a remote browser (webdriver.Remote), or ${CONTAINER}.`,
  },
];
