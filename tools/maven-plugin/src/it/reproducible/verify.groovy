import java.nio.file.Files

def first = new File(basedir, 'first.jar').toPath()
def second = new File(basedir, 'target/reproducible-1.jar').toPath()
assert Files.mismatch(first, second) == -1
return true
