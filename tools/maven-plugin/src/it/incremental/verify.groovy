import java.nio.file.Files

def log = new File(basedir, 'build.log').text
def compiled = (log =~ /(\d) of (\d) files compiled/).collect { it[1] + ' of ' + it[2] }
assert compiled == ['3 of 3', '0 of 3', '2 of 3', '1 of 3', '0 of 2']

// what the second build found was not touched by it, nor by the edit of another file
def before = new File(basedir, 'target/before')
def now = new File(basedir, 'target')
['Brightness_scalar_b1.class', 'Brightness_v512_b1.class'].each {
  def path = 'classes/com/acme/' + it
  assert new File(before, path).lastModified() == new File(now, path).lastModified()
}
def facade = 'generated-sources/whittle/com/acme/Brightness.java'
assert new File(before, facade).lastModified() == new File(now, facade).lastModified()

// damage is mended with the same bytes, and a deleted network takes along what was made of it
def model = 'classes/com/acme/Brightness.whittle'
assert Files.mismatch(new File(before, model).toPath(), new File(now, model).toPath()) == -1
assert new File(before, 'classes/com/acme/Swish.whittle').exists()
assert (new File(now, 'classes/com/acme').list() as List).every { it.startsWith('Brightness') }
assert !new File(now, 'generated-sources/whittle/com/acme/Swish.java').exists()
return true
