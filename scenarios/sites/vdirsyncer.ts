/** Laptops with vdirsyncer on them, as Debian has it: 0.19.0 and 0.19.3. */

const build = (release: string) => ({
  context: new URL('./vdirsyncer/', import.meta.url),
  args: { RELEASE: release },
})

export const laptop = {
  bookworm: { image: 'syncdrill/vdirsyncer:0.19.0', build: build('bookworm') },
  trixie: { image: 'syncdrill/vdirsyncer:0.19.3', build: build('trixie') },
}
